#!/usr/bin/env bash
# The whole handshake driven by a standard OAuth client library, and its tokens verified by a JOSE library, as a third
# party would. The same by plain curl is in docs/authentication.md, which .ci/checks/docs.sh follows word for word.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

oauth4webapi=3.8.8
jose=6.2.18

serve
await "$address"
key=$(./memwarden key add --user alice --data "$work/data")

cp .ci/checks/oauth-client.mjs "$work/client.mjs"
(cd "$work" && npm install --silent --no-audit --no-fund "oauth4webapi@$oauth4webapi" "jose@$jose")
node "$work/client.mjs" "$address" "$key" "$PWD/memwarden" "$work/data"
