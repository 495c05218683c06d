#!/usr/bin/env bash
# What judging a key costs in process (JMH), with 10, 10,000 and 1,000,000 stored keys.
#
#   benchmarks/keys.sh [--seconds 2] [--iterations 5] [--forks 2]
# shellcheck disable=SC2154 # read_options sets them
seconds=2 iterations=5 forks=2
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
describe_machine
# The folders with keys are made once and shared by all forks.
"$JAVA_HOME/bin/java" -Dmemwarden.benchmarks.keys="$scratch" -cp "$classes" org.openjdk.jmh.Main \
  'KeyCheckBenchmark|RefusedKeyBenchmark' \
  -f "$forks" -wi 2 -w "$seconds" -i "$iterations" -r "$seconds" | tee "$scratch/log" |
  grep -E '^# (Benchmark:|Parameters:|stored)' >&2
sed -n '/^Benchmark /,$p' "$scratch/log"
grep '^# stored' "$scratch/log" || : # only where folders were filled in this process
