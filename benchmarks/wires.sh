#!/usr/bin/env bash
# Putting one message into a session, getting what a session remembers, and searching among what a user remembers, through
# each wire of one server with 100,000 memories of 1,000 users in it; in turns, one request at a time.
#
#   benchmarks/wires.sh [--memories 100000] [--users 32] [--rounds 5] [--requests 300]
# shellcheck disable=SC2154,SC2034 # what is sourced sets and uses them
memories=100000 users=32 rounds=5 requests=300
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl
describe_machine
make_release "$scratch/release"
run_java http.FillFolder --data "$scratch/data" --memories "$memories" --keys "$users" --texts "$scratch/keys" >&2
find_port
server=http://127.0.0.1:$port
start "$scratch/server.out" "$scratch/release/memwarden" serve --port "$port" --data "$scratch/data"
await "$server/health" "$scratch/server.out"
run_java wires.WiresBenchmark --server "$server" --keys "$scratch/keys" --memories 100 --rounds "$rounds" \
  --requests "$requests"
