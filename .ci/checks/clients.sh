#!/usr/bin/env bash
# The client that the users of the Redis Agent Memory Server have, on the routes that are served: it lists its own
# sessions page by page, and understands how it is refused.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

agent_memory_client=0.14.0

python3 -m venv "$work/agent-memory-client"
"$work/agent-memory-client/bin/pip" -q install "agent-memory-client==$agent_memory_client"

export API_KEYS='{"key-of-alice": "alice", "key-of-bob": "bob"}'
serve
await "$address"

remember() {
  curl -sSf -o /dev/null -H "X-API-Key: $1" -H "Content-Type: application/json" "$address/memories" \
    -d '{"messages":[{"role":"user","content":"I love tea"}],"infer":false,"run_id":"'"$2"'"}'
}
for session in s1 s2 s3 s4 s5; do
  remember key-of-alice "$session"
done
remember key-of-bob s1
"$work/agent-memory-client/bin/python" - "$address" <<'END'
import asyncio
import sys

from agent_memory_client import create_memory_client
from agent_memory_client.exceptions import MemoryServerError


async def refusal(client, **query):
    try:
        await client.list_sessions(**query)
    except MemoryServerError as e:
        return e.status_code, str(e)
    raise AssertionError(f"{query} is not refused")


async def main():
    client = await create_memory_client(sys.argv[1])
    assert (await refusal(client))[0] == 401
    client._client.headers["Authorization"] = "Bearer key-of-alice"
    first = await client.list_sessions(limit=2)
    second = await client.list_sessions(limit=20, offset=2, user_id="alice")
    assert (first.sessions, first.total) == (["s1", "s2"], 5), first
    assert second.sessions == ["s3", "s4", "s5"], second
    assert (await client.list_sessions(namespace="travel")).sessions == []
    assert (await refusal(client, user_id="bob"))[0] == 403
    assert (await refusal(client, limit=101))[0] == 422
    client._client.headers["Authorization"] = "Bearer nonsense"
    status, message = await refusal(client)
    assert status == 401 and "Invalid token" in message, message
    await client.close()


asyncio.run(main())
END
echo "ok    agent-memory-client $agent_memory_client"
