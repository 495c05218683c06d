#!/usr/bin/env bash
# How long a revoked key still works at the servers that were not told, while others use them: three servers on one
# PostgreSQL database on this machine; with --redis yes they wake each other.
#
#   benchmarks/nodes.sh [--revocations 1000] [--revokers 4] [--load 2] [--redis no]
# shellcheck disable=SC2154 # what is sourced sets them
revocations=1000 revokers=4 load=2 redis=no
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl openssl
describe_machine
make_release "$scratch/release"

find_port
database=$port
start "$scratch/database.out" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" \
  dev.memwarden.benchmarks.nodes.DatabaseServer --port "$database" --data "$scratch/database"
for _ in $(seq 300); do
  grep -q listens "$scratch/database.out" && break
  kill -0 "$pid" 2>/dev/null || fail "no database:" "$(tail -n 20 "$scratch/database.out")"
  sleep 0.2
done

MEMWARDEN_MASTER_KEY="k1 $(openssl rand 32 | base64url)"
export MEMWARDEN_MASTER_KEY MEMWARDEN_POSTGRES_URL=postgresql://localhost:$database/postgres
export MEMWARDEN_POSTGRES_USER=postgres MEMWARDEN_MAX_FAILURES=1000000
if [[ $redis == yes ]]; then
  need redis-server
  find_port
  start "$scratch/redis.out" redis-server --bind 127.0.0.1 --port "$port" --dir "$scratch" --save ""
  export MEMWARDEN_REDIS_URL=redis://127.0.0.1:$port/0 MEMWARDEN_REDIS_TOKENS=false
fi
admin=$("$scratch/release/memwarden" key add --admin --data "$scratch/node0")
servers=()
for node in 0 1 2; do
  find_port
  start "$scratch/node$node.out" "$scratch/release/memwarden" serve --port "$port" --data "$scratch/node$node"
  await "http://127.0.0.1:$port/health" "$scratch/node$node.out"
  servers+=("http://127.0.0.1:$port")
done
list=$(IFS=,; echo "${servers[*]}")
run_java nodes.RevocationBenchmark --servers "$list" --key "$admin" --revocations "$revocations" \
  --revokers "$revokers" --load "$load"
