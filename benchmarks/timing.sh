#!/usr/bin/env bash
# Whether the time that refusing a key takes tells what is wrong with it (Welch's t, in process, over the embedded
# store): a stored id with a wrong secret, a revoked key and one of a disabled user beside keys that were never issued,
# and those beside themselves. Beyond 4.5 it does.
#
#   benchmarks/timing.sh [--kinds 'unknown,wrong secret,revoked,disabled'] [--samples 1000000] [--stored 10000]
# shellcheck disable=SC2154 # read_options sets them
kinds='unknown,wrong secret,revoked,disabled' samples=1000000 stored=10000
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
describe_machine
"$JAVA_HOME/bin/java" "${jvm[@]}" -Dmemwarden.benchmarks.keys="$scratch" -cp "$classes" \
  dev.memwarden.benchmarks.keys.KeyTiming --kinds "$kinds" --samples "$samples" --stored "$stored"
