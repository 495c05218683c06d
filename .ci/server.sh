# Sourced by checks that need a server of their own: starts one, and ends it with the script.

server=
work=$(mktemp -d)

# Ends the server, and says how it ended.
stop() {
  local status=0
  [[ -n $server ]] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" || status=$?
  server=
  return "$status"
}

finish() {
  stop || true
  rm -rf "$work"
}
trap finish EXIT

# Starts what the arguments say in the background; its log is $work/server.log.
start() {
  "$@" >"$work/server.out" 2>"$work/server.log" </dev/null &
  server=$!
}

# Waits until the server answers under the address $1: minutes, if it has to be built first.
await() {
  curl -sS --retry 600 --retry-delay 1 --retry-all-errors -o /dev/null "$1/health" 2>/dev/null || {
    cat "$work/server.out" "$work/server.log" >&2
    exit 1
  }
}
