# Sourced by the other scripts, never run by itself: finds what they need, starts servers on this machine, and ends by
# its process id whatever it started.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
classes="$root/benchmarks/target/*:$root/benchmarks/target/lib/*"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/memwarden-benchmark.XXXXXX")
started=()

clean_up() {
  set +e # whatever goes wrong here, the rest is still ended and removed
  local pid
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || :
  done
  for pid in "${started[@]}"; do
    for _ in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || :
    wait "$pid" 2>/dev/null || :
  done
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Fails unless the programs $@ are there.
need() {
  local program
  for program; do
    command -v "$program" >/dev/null || PATH=$PATH:/usr/sbin command -v "$program" >/dev/null ||
      fail "$program is missing; on Debian: sudo apt-get install ${package[$program]:-$program}"
  done
  PATH=$PATH:/usr/sbin
}
declare -A package=([taskset]=util-linux [curl]=curl [openssl]=openssl)

# Puts a JDK 25 or newer into $JAVA_HOME.
find_java() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/*; do
    if [[ -n $candidate && -x $candidate/bin/java && -f $candidate/release &&
      $(<"$candidate/release") =~ JAVA_VERSION=\"([0-9]+) ]] && ((BASH_REMATCH[1] >= 25)); then
      export JAVA_HOME=$candidate
      return
    fi
  done
  fail "JDK 25 or newer is needed: set JAVA_HOME"
}
find_java

[[ -f $root/cli/target/memwarden/lib/built && -d $root/benchmarks/target/lib ]] ||
  fail "build first: mvn -DskipTests package"

# What the launcher gives to a server, without its start cache.
jvm=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -XX:+UseSerialGC -Xms64m -Xmx1g -XX:+ExitOnOutOfMemoryError -Dio.netty.jfr.enabled=false)

# Runs the program $1 of the benchmarks with the arguments that follow.
run_java() {
  local program=$1
  shift
  "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" "dev.memwarden.benchmarks.$program" "$@"
}

# Makes a release as users get it in folder $1, so that nothing is built or changed in the sources.
make_release() {
  mkdir -p "$1"
  cp -p "$root/memwarden" "$1/"
  cp -pR "$root/cli/target/memwarden/lib" "$1/"
}

# Puts a port that is free now into $port, another one each time.
port=$((20000 + RANDOM % 8000))
find_port() {
  for _ in $(seq 100); do
    port=$((port + 1))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      return
    fi
  done
  fail "no free port"
}

# Starts a command in the background; its process id goes to $pid. Output goes to the file $1.
start() {
  local output=$1
  shift
  "$@" >"$output" 2>&1 </dev/null &
  pid=$!
  started+=("$pid")
}

# Waits until $1 answers at all, for as long as process $pid lives; its output is in the file $2.
await() {
  for _ in $(seq 900); do
    if curl -s -o /dev/null --max-time 5 "$1"; then
      return
    fi
    kill -0 "$pid" 2>/dev/null || fail "a server ended instead of answering:" "$(tail -n 20 "$2")"
    sleep 0.2
  done
  fail "$1 does not answer:" "$(tail -n 20 "$2")"
}

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# A JWT with header $1 and claims $2, signed by the command that follows.
sign_token() {
  local signed
  signed=$(printf %s "$1" | base64url).$(printf %s "$2" | base64url)
  shift 2
  printf '%s.%s' "$signed" "$(printf %s "$signed" | "$@" | base64url)"
}

# The machine and the moment, for the record.
describe_machine() {
  echo "$(date -u +%FT%TZ), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "Linux $(uname -r), JDK $(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")," \
    "load $(cut -d ' ' -f 1 /proc/loadavg)"
}

# Reads options of the form --name value into variables of that name (- becomes _); the known ones are set before.
read_options() {
  while (($# > 0)); do
    local name=${1#--}
    name=${name//-/_}
    [[ $1 == --* && -v $name && $# -ge 2 ]] || fail "not an option with a value: $1"
    printf -v "$name" '%s' "$2"
    shift 2
  done
}

# Median of the numbers on stdin, one a line: the upper one of two.
median() {
  sort -g | awk '{ n[NR] = $1 } END { print n[int(NR / 2) + 1] }'
}
