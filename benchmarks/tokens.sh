#!/usr/bin/env bash
# What verifying a token costs in process (JMH) with each algorithm, beside the bare primitive of the same provider and
# beside other libraries; and what reading a working token of the handshake costs. Prints medians of sampled times, which
# other work on the machine changes little, and their ratio to bare.
#
#   benchmarks/tokens.sh [--algorithms HS256,RS256,ES256,EdDSA] [--rounds 3] [--seconds 1] [--iterations 3] [--warm-up 4]
#
# All take turns, round by round; of the medians of each the least counts, as other work only makes slower.
#
# Left out, as they cannot do it with the JDK alone: EdDSA with Nimbus, which needs Tink, and with java-jwt.
# shellcheck disable=SC2154 # read_options sets them
algorithms=HS256,RS256,ES256,EdDSA rounds=3 seconds=1 iterations=3 warm_up=4
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
describe_machine

jmh() { # pattern and options; appends lines of algorithm, by and median nanoseconds to $scratch/times
  "$JAVA_HOME/bin/java" -cp "$classes" org.openjdk.jmh.Main "$@" -foe true -f 1 -wi "$warm_up" -w "$seconds" \
    -i "$iterations" -r "$seconds" -rf csv -rff "$scratch/csv" | grep -E '^# (Benchmark|Parameters):' >&2
  # The last two columns are the parameters, if there are any.
  awk -F, -v pattern="$1" '$1 ~ /p0\.50"?$/ {
    gsub(/["\r]/, "")
    print pattern == "WorkingTokenBenchmark" ? "RS256,memwarden working token," $5 : $8 "," $9 "," $5
  }' "$scratch/csv" >>"$scratch/times"
}
for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  for algorithm in ${algorithms//,/ }; do
    by='bare,memwarden,memwarden remembered,memwarden forged,nimbus,java-jwt,jjwt,jose4j'
    if [[ $algorithm == EdDSA ]]; then
      by=${by/,nimbus,java-jwt/}
    fi
    jmh TokenCheckBenchmark -p "algorithm=$algorithm" -p "by=$by"
    if [[ $algorithm == RS256 ]]; then
      jmh WorkingTokenBenchmark
    fi
  done
done

echo
printf '| %-9s | %-23s | %9s | %9s | %12s |\n' "algorithm" "verified by" "median ns" "of bare" "a second"
printf '|-%-9s-|-%-23s-|-%9s-|-%9s-|-%12s-|\n' "" "" "" "" "" | tr ' ' '-'
awk -F, '
  { kind = $1 "," $2 }
  !(kind in least) { order[++count] = kind; least[kind] = $3 }
  $3 < least[kind] { least[kind] = $3 }
  END {
    for (i = 1; i <= count; i++) {
      split(order[i], words, ",")
      time = least[order[i]]
      printf "| %-9s | %-23s | %9.0f | %9.3f | %12.0f |\n", words[1], words[2], time, least[words[1] ",bare"] / time, 1e9 / time
    }
  }
' "$scratch/times"
