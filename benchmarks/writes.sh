#!/usr/bin/env bash
# Acknowledged writes of one memory each, at several numbers of writers: in process with a model that costs nothing,
# the same over HTTP, and over HTTP with the real model.
#
#   benchmarks/writes.sh [--writers 1,8,64,256] [--rounds 5] [--seconds 5] [--warm-up 5]
writers=1,8,64,256 rounds=5 seconds=5 warm_up=5
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl
describe_machine
times=(--writers "$writers" --rounds "$rounds" --seconds "$seconds" --warm-up "$warm_up")

TMPDIR=$scratch run_java writes.StoreWriteBenchmark "${times[@]}"

find_port
start "$scratch/out" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" \
  dev.memwarden.benchmarks.writes.ConstantServer --port "$port" --data "$scratch/constant"
await "http://127.0.0.1:$port/health" "$scratch/out"
run_java writes.HttpWriteBenchmark --server "http://127.0.0.1:$port" --data "$scratch/constant" "${times[@]}" \
  --what "over HTTP"
kill "$pid"

make_release "$scratch/release"
find_port
export API_KEYS='{"benchmark-key":"writer"}'
start "$scratch/out" "$scratch/release/memwarden" serve --port "$port" --data "$scratch/real"
await "http://127.0.0.1:$port/health" "$scratch/out"
run_java writes.HttpWriteBenchmark --server "http://127.0.0.1:$port" --data "$scratch/real" "${times[@]}" \
  --what "over HTTP with the model"
