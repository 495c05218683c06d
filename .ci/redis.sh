# Sourced by checks that need a real Redis, after server.sh: installs Debian's, and starts one that keeps nothing. It ends
# with the script.

# shellcheck source=.ci/debian.sh
. .ci/debian.sh
install_missing redis-server redis-cli=redis-tools

redis=
end_redis() {
  # One that was stopped must go on to end.
  [[ -z $redis ]] || kill -CONT "$redis" 2>/dev/null || true
  [[ -z $redis ]] || kill "$redis" 2>/dev/null || true
  finish
}
trap end_redis EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --bind 127.0.0.1 --port "$port" --dir "$work" --save '' --requirepass sesame >"$work/redis.log" &
redis=$!
export REDISCLI_AUTH=sesame REDIS_URL=redis://:sesame@127.0.0.1:$port/0
ask() { redis-cli -p "$port" "$@"; }
until [[ $(ask ping 2>/dev/null) == PONG ]]; do
  kill -0 "$redis"
  sleep 0.1
done
