#!/usr/bin/env bash
# What judging a token of a shared secret costs in process (JMH), beside the bare HMAC of the JDK.
#
#   benchmarks/tokens.sh [--seconds 2] [--iterations 5] [--forks 2]
# shellcheck disable=SC2154 # read_options sets them
seconds=2 iterations=5 forks=2
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
describe_machine
"$JAVA_HOME/bin/java" -cp "$classes" org.openjdk.jmh.Main TokenCheckBenchmark \
  -f "$forks" -wi 2 -w "$seconds" -i "$iterations" -r "$seconds" | tee "$scratch/log" |
  grep -E '^# Benchmark:' >&2
sed -n '/^Benchmark /,$p' "$scratch/log"
