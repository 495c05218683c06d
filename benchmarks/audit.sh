#!/usr/bin/env bash
# What the audit log costs: in process (JMH), and over HTTP with it off, failing open and failing closed: requests that
# touch no memory (GET /auth/whoami), and requests that read some (GET /memories/user0).
#
#   benchmarks/audit.sh [--rounds 5] [--seconds 5] [--warm-up 60] [--connections 64] [--pinned yes] [--jmh-seconds 2]
rounds=5 seconds=5 warm_up=60 connections=64 pinned=yes jmh_seconds=2
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl wrk taskset
describe_machine
# shellcheck source=wrk.sh
source "$root/benchmarks/wrk.sh"

"$JAVA_HOME/bin/java" -cp "$classes" org.openjdk.jmh.Main AuditBenchmark \
  -wi 2 -w "$jmh_seconds" -i 5 -r "$jmh_seconds" | tee "$scratch/log" | grep -E '^# Benchmark:' >&2
sed -n '/^Benchmark /,$p' "$scratch/log"

make_release "$scratch/release"
for mode in off fail-open fail-closed; do
  run_java http.FillFolder --data "$scratch/data-$mode" --memories 10 --keys 1 --texts "$scratch/keys-$mode" >&2
  key=$(sed -n '1s/.* //p' "$scratch/keys-$mode")
  find_port
  MEMWARDEN_AUDIT_MODE=$mode start "$scratch/server-$mode.out" "${server_core[@]}" "$scratch/release/memwarden" serve \
    --port "$port" --data "$scratch/data-$mode"
  await "http://127.0.0.1:$port/health" "$scratch/server-$mode.out"
  contender "audit $mode" "$port" "X-API-Key: $key" ""
done

for path in /auth/whoami /memories/user0; do
  curl -sf -H "${goods[0]}" "http://127.0.0.1:${ports[0]}$path" >"$scratch/body" || fail "$path refuses a good key"
  echo
  echo "GET $path"
  compare
done
