# Sourced by checks that need a server of their own: starts one, and ends it with the script.

server=
address=
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

# Starts the server on a port of its own with the arguments as its environment, and waits until it listens: at $address.
serve() {
  rm -f "$work/server.out"
  start env "$@" ./memwarden serve --port 0 --data "$work/data" -o json
  until grep -qs address "$work/server.out"; do
    kill -0 "$server" 2>/dev/null || {
      cat "$work/server.log" >&2
      exit 1
    }
    sleep 0.2
  done
  address=$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$work/server.out")
}
