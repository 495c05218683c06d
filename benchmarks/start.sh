#!/usr/bin/env bash
# From ./memwarden serve to the first 200 of /health: with and without the start cache, on an empty and on a filled
# data folder, in turns.
#
#   benchmarks/start.sh [--starts 15] [--memories 10000] [--keys 1000]
starts=15 memories=10000 keys=1000
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl
describe_machine
make_release "$scratch/with"
make_release "$scratch/without"
echo "Preparing ..." >&2
run_java http.FillFolder --data "$scratch/filled" --memories "$memories" --keys "$keys" >&2
# The first start trains the cache; an empty file in its place is how the launcher remembers that training failed.
find_port
start "$scratch/out" "$scratch/with/memwarden" serve --port "$port" --data "$scratch/filled"
await "http://127.0.0.1:$port/health" "$scratch/out"
kill "$pid"
wait "$pid" || :
caches=("$scratch"/with/memwarden-*.aot)
[[ -s ${caches[0]} ]] || fail "the launcher trained no cache"
: >"$scratch/without/${caches[0]##*/}"
echo "cache: $(du -h "${caches[0]}" | cut -f 1); filled folder: $memories memories, $keys keys"
run_java http.StartBenchmark --with "$scratch/with/memwarden" --without "$scratch/without/memwarden" \
  --filled "$scratch/filled" --starts "$starts"
