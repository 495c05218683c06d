#!/usr/bin/env bash
# How long users with good keys wait while bad credentials of every kind are tried at full speed, and whether those who
# have no connection yet get one. The server has core 0; the flood and the good users share core 1, where the good users
# go first, so that it is the server that is measured.
#
#   benchmarks/flood.sh [--kinds 'none,unknown,...'] [--load 200,20,20] [--rounds 5] [--seconds 8] \
#     [--connections 64] [--users 32] [--pinned yes]
#
# --load is how many whoamis and searches come from the good users in a second, and how many newcomers. Beyond four
# minutes, working tokens expire: then they are refused for that.
# shellcheck disable=SC2154,SC2034 # what is sourced sets and uses them
kinds='none,valid,malformed,unknown,wrong secret,foreign,redis like,shared secret forged,issuer forged'
kinds+=',issuer unknown key,working forged,refresh forged,alg none,jwe,unknown and gone,unknown and held'
load=200,20,20 rounds=5 seconds=8 connections=64 users=32 pinned=yes
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl wrk taskset
describe_machine
server_core=() load_core=()
if [[ $pinned == yes ]]; then
  server_core=(taskset -c 0) load_core=(taskset -c 1)
fi
# shellcheck source=kinds.sh
source "$root/benchmarks/kinds.sh"
# As many connections as a flood holds.
ulimit -n 16384 2>/dev/null || :
printf '%s %s\n' shared "$shared_token" issuer "$issuer_token" working "$working_token" refresh "$refresh_token" \
  >"$scratch/tokens"
export REQUESTS=$scratch/requests
guesses="nice -n 19 $JAVA_HOME/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp $root/benchmarks/target/classes"
guesses+=" dev.memwarden.benchmarks.http.Guesses --server $server --requests $REQUESTS"
"${load_core[@]}" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" dev.memwarden.benchmarks.http.FloodBenchmark \
  --server "$server" --pid "$pid" --keys "$scratch/keys" --tokens "$scratch/tokens" --requests "$REQUESTS" \
  --kinds "$kinds" --load "$load" --rounds "$rounds" --seconds "$seconds" --guesses "$guesses" \
  --wrk "nice -n 19 wrk -t 1 -c $connections -s $root/benchmarks/flood.lua $server"
