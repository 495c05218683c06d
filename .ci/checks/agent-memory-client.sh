#!/usr/bin/env bash
# The official Python client of the Redis Agent Memory Server, through every method that has a route here: with the server
# as it is, and with the client as it is but for the credential, which it has no way to name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

agent_memory_client=0.14.0
python3 -m venv "$work/client"
"$work/client/bin/pip" -q install "agent-memory-client==$agent_memory_client"

export API_KEYS='{"key-of-alice": "alice", "key-of-bob": "bob"}'
serve
await "$address"

"$work/client/bin/python" -W ignore::DeprecationWarning .ci/checks/agent-memory-client.py "$address"
echo "ok    agent-memory-client $agent_memory_client"
