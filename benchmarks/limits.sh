#!/usr/bin/env bash
# What rate limits cost: in process (JMH), and as requests a second of GET /auth/whoami with and without them.
#
#   benchmarks/limits.sh [--rounds 5] [--seconds 5] [--warm-up 8] [--connections 64] [--pinned yes] [--forks 1]
rounds=5 seconds=5 warm_up=8 connections=64 pinned=yes forks=1
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl wrk taskset
describe_machine
# shellcheck source=wrk.sh
source "$root/benchmarks/wrk.sh"

"$JAVA_HOME/bin/java" -cp "$classes" org.openjdk.jmh.Main LimitBenchmark \
  -f "$forks" -wi 2 -w "$seconds" -i 5 -r "$seconds" >"$scratch/log"
sed -n '/^Benchmark /,$p' "$scratch/log"

make_release "$scratch/release"
never_reached=999999999/s
# Name, folder, and settings of a server with a key of its own.
serve() {
  local name=$1 data=$2
  shift 2
  run_java http.FillFolder --data "$data" --memories 1 --keys 10 --texts "$data.keys" >&2
  find_port
  start "$data.out" "${server_core[@]}" env "$@" "$scratch/release/memwarden" serve --port "$port" --data "$data"
  await "http://127.0.0.1:$port/health" "$data.out"
  local key
  key=$(sed -n '1s/.* //p' "$data.keys")
  contender "$name" "$port" "X-API-Key: $key" "X-API-Key: ${key%?}!"
}
all=(MEMWARDEN_LIMIT_KEY=$never_reached MEMWARDEN_LIMIT_USER=$never_reached
  MEMWARDEN_LIMIT_TENANT=$never_reached MEMWARDEN_LIMIT_ADDRESS=$never_reached)
serve "no limits" "$scratch/none" MEMWARDEN_LIMIT_FIELDS=all
serve "of keys, no fields" "$scratch/silent" MEMWARDEN_LIMIT_KEY=$never_reached MEMWARDEN_LIMIT_FIELDS=none
serve "of keys, all fields" "$scratch/key" MEMWARDEN_LIMIT_KEY=$never_reached
serve "all limits, all fields" "$scratch/all" "${all[@]}"
curl -sf -H "${goods[0]}" "http://127.0.0.1:${ports[0]}/auth/whoami" >"$scratch/body" || fail "whoami refuses a good key"
compare
