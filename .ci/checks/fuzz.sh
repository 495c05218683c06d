#!/usr/bin/env bash
# Lets the fuzzer look for inputs that break a promise: 6 seconds for each fuzz test, or as many as the first
# argument says; of those whose names contain one of the other arguments; as many at once as there are processors.
#   .ci/checks/fuzz.sh 1200 KeyText PolicyText RequestTarget Json
#   .ci/checks/fuzz.sh 600 FuzzTest
# Without names, of those that read what comes before it is known from whom. The seeds of all run with the other tests.
# A finding ends the run and is left in target/fuzz/<test>/: it becomes a seed of the test, then is mended.
set -euo pipefail
shopt -s globstar
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds=${1:-6}
shift || true
(($# > 0)) || set -- KeyText CompactToken StrictJson SignatureFields CredentialReader RequestTarget
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java

# The build leaves the path as the last thing, and so says when it was.
if [[ ! -f server/target/fuzz.classpath || -n $(find ./*/src ./pom.xml -newer server/target/fuzz.classpath -print -quit) ]]; then
  mvn -B -ntp -q -pl auth,server -am process-test-classes
fi

# Whether $1 was asked for by one of the others.
wanted() {
  local name=$1 word
  shift
  for word in "$@"; do
    [[ $name == *"$word"* ]] && return 0
  done
  return 1
}

# Runs the fuzz test of the class $2 in module $1.
fuzz() {
  local module=$1 class=$2 work=target/fuzz/${2##*.} runs edges
  mkdir -p "$work/corpus"
  # A heap of its own, because the fuzzer would take a quarter of the machine.
  "$java" -Xmx512m -Xshare:off -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -cp "$module/target/test-classes:$module/target/classes:$(<"$module/target/fuzz.classpath")" \
    com.code_intelligence.jazzer.Jazzer --target_class="$class" --instrumentation_includes='dev.memwarden.**' \
    --reproducer_path="$work" -artifact_prefix="$work/" -max_len=4096 -timeout=10 -max_total_time="$seconds" \
    -print_final_stats=1 "$work/corpus" >"$work/log" 2>&1 || {
    grep -vE '^(INFO: |#[0-9])' "$work/log" | tail -60 >&2
    echo "FAIL  $class: see $work" >&2
    return 1
  }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
  edges=$(sed -n 's/^#.*DONE *cov: \([0-9]*\).*/\1/p' "$work/log")
  echo "ok    $class: $runs inputs, $edges edges"
}

ran=0 running=0
for source in {auth,server}/src/test/java/dev/memwarden/**/*FuzzTest.java; do
  class=${source#*/src/test/java/}
  class=${class%.java}
  class=${class//\//.}
  wanted "${class##*.}" "$@" || continue
  ran=$((ran + 1))
  if ((running == $(nproc))); then
    wait -n
    running=$((running - 1))
  fi
  fuzz "${source%%/*}" "$class" &
  running=$((running + 1))
done
while ((running > 0)); do
  wait -n
  running=$((running - 1))
done
((ran > 0)) || {
  echo "no fuzz test of that name" >&2
  exit 1
}
