#!/usr/bin/env bash
# The clients that the users of Zep have, unmodified, through every method: sessions, memory, messages, search, users,
# collections and documents. What they may not do they are refused so that they understand it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

zep_python=1.5.0
zep_js=0.10.0

python3 -m venv "$work/zep-python"
"$work/zep-python/bin/pip" -q install "zep-python==$zep_python"
npm install --silent --no-audit --no-fund --prefix "$work/js" "@getzep/zep-js@$zep_js"

secret=$(./memwarden secret generate -o json | sed -n 's/.*"secret":"\([^"]*\)".*/\1/p')
export ZEP_AUTH_SECRET=$secret
serve
await "$address"
token=$(./memwarden --generate-token)
alice=$(./memwarden token mint --sub alice)
bob=$(./memwarden token mint --sub bob)

"$work/zep-python/bin/python" .ci/checks/zep-python.py "$address" "$token" "$alice" "$bob" "$secret"
echo "ok    zep-python $zep_python"

cp .ci/checks/zep-js.mjs "$work/js/check.mjs"
node "$work/js/check.mjs" "$address" "$token" "$alice" "$secret"
echo "ok    @getzep/zep-js $zep_js"
