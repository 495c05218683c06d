#!/usr/bin/env bash
# How long users with good keys wait while bad keys are tried at full speed. The server has core 0; the flood and the
# good users share core 1, where the good users go first, so that it is the server that is measured.
#
#   benchmarks/flood.sh [--whoamis 200] [--searches 20] [--rounds 5] [--seconds 8] \
#     [--connections 64] [--users 32] [--pinned yes]
whoamis=200 searches=20 rounds=5 seconds=8 connections=64 users=32 pinned=yes
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl wrk taskset
describe_machine
server_core=() load_core=()
if [[ $pinned == yes ]]; then
  server_core=(taskset -c 0) load_core=(taskset -c 1)
fi

make_release "$scratch/release"
run_java http.FillFolder --data "$scratch/data" --memories 1 --keys "$users" --texts "$scratch/keys" >&2
find_port
server=http://127.0.0.1:$port
start "$scratch/out" "${server_core[@]}" "$scratch/release/memwarden" serve --port "$port" --data "$scratch/data"
await "$server/health" "$scratch/out"
export KEYS=$scratch/flood-keys
"${load_core[@]}" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" dev.memwarden.benchmarks.http.FloodBenchmark \
  --server "$server" --pid "$pid" --keys "$scratch/keys" --flood-keys "$KEYS" \
  --whoamis "$whoamis" --searches "$searches" --rounds "$rounds" --seconds "$seconds" \
  --wrk "nice -n 19 wrk -t 1 -c $connections -s $root/benchmarks/flood.lua $server"
