#!/usr/bin/env bash
# The start cache: made by the first serve after a build, used by the next one, made anew when the jars have changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

built=cli/target/memwarden/lib/built
# Starts with these JVM options until the server listens, and stops it.
serve_once() {
  serve MEMWARDEN_JAVA_OPTS="$1"
  stop || [[ $? -eq 143 ]]
}
trained() { grep -q 'Preparing faster starts' "$work/server.log"; }
fail() {
  echo "FAIL: $1" >&2
  cat "$work/server.log" >&2
  exit 1
}

rm -f cli/target/memwarden/memwarden-*.aot
serve_once ''
trained || fail "the first start makes no cache"
[[ -s $(echo cli/target/memwarden/memwarden-*.aot) ]] || fail "there is no cache"

# This mode ends the JVM if the cache is of no use.
serve_once '-XX:AOTMode=on'
! trained || fail "the second start makes the cache again"

# What answers requests comes from the cache as well: the training asks some.
serve MEMWARDEN_JAVA_OPTS="-Xlog:class+load:file=$work/loaded.log"
curl -sf "$address/health" >/dev/null || fail "no health"
stop || [[ $? -eq 143 ]]
grep -q 'ReplyEncoder source: shared objects file' "$work/loaded.log" || fail "requests are answered by what is in no cache"

touch "$built" # what a build does last
serve_once ''
trained || fail "the cache is not made anew after a build"
serve_once '-XX:AOTMode=on'
! trained || fail "the cache is made anew twice"
echo "ok    start cache"
