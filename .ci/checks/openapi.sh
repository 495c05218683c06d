#!/usr/bin/env bash
# The OpenAPI document of a running server, under the recommended rules of Redocly's linter: no error and no
# warning. One rule is left out: a path of the Redis Agent Memory Server ends in a slash, and clients send it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

redocly=2.77.0

export REDOCLY_TELEMETRY=off
# Of a server with these settings.
lint() {
  serve "$@"
  await "$address"
  curl -sSf -o "$work/openapi.json" "$address/openapi.json"
  stop || true
  npx --yes "@redocly/cli@$redocly" lint --extends recommended --skip-rule no-path-trailing-slash --format json "$work/openapi.json" >"$work/lint.json" || true
  problems=$(node -p 'const t = require(process.argv[1]).totals; t.errors + t.warnings' "$work/lint.json")
  if [[ $problems != 0 ]]; then
    cat "$work/lint.json" >&2
    exit 1
  fi
  echo "ok    OpenAPI document: $(node -p 'Object.values(require(process.argv[1]).paths).map(Object.keys).flat().length' "$work/openapi.json") operations, no problem"
}
lint
lint MEMWARDEN_LEAKS_KEYS_URL=https://code.example.com/keys
