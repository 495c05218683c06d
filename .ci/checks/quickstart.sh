#!/usr/bin/env bash
# Follows the README's quick start word for word: takes its shell blocks from the file, runs the first one (the
# server) in the background and the others one after the other, and looks at what they print.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
# A clone of its own: the quick start leaves a data folder behind.
git clone -q . "$work/memwarden"
cd "$work/memwarden"

# Block $1 (counted from 1) of the quick start.
block() {
  awk -v wanted="$1" '
    /^## / { inside = ($0 == "## Quick start") }
    inside && /^```sh/ { n++; printing = (n == wanted); next }
    /^```/ { printing = 0 }
    printing' README.md
}

# exec: so that the process id is the server's
block 1 | sed 's/^\.\/memwarden serve/exec &/' >"$work/serve.sh"
bash "$work/serve.sh" >"$work/server.log" 2>&1 &
server=$!
finish() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
curl -sS --retry 600 --retry-delay 1 --retry-all-errors -o /dev/null http://localhost:8000/health 2>/dev/null || {
  cat "$work/server.log" >&2
  exit 1
}

run() {
  echo "-- block $1"
  block "$1" | tee "$work/block.sh"
  bash -e "$work/block.sh" 2>"$work/err" | tee "$work/out"
  grep -qE -- "$2" "$work/out" || {
    echo "FAIL: expected $2" >&2
    cat "$work/err" "$work/server.log" >&2
    exit 1
  }
}
run 2 '"memories":\[\{.*I play tennis on Sundays.*"total_count":1'
run 3 "Access denied: You can only view your own memories \(authenticated as 'bob'\)"
run 4 'sks-[0-9A-Za-z]{16}_[0-9A-Za-z]{49}'
run 4 'carol'

echo "-- stop" # SIGTERM: a shell's background processes do not hear Ctrl-C
kill "$server"
wait "$server" || status=$?
[[ ${status:-0} -eq 0 || ${status:-0} -eq 143 ]] || {
  echo "FAIL: the server ended with ${status}" >&2
  exit 1
}
echo "ok    quick start"
