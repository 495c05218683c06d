#!/usr/bin/env bash
# Rates of two servers that have the same master key and use one Redis: together while it is there, each alone while not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh
# shellcheck source=.ci/redis.sh
. .ci/redis.sh

export API_KEYS='{"sk-alice": "alice", "sk-bob": "bob"}' MEMWARDEN_LIMIT_USER=10/h
all=$work
first=
end_both() {
  [[ -z $first ]] || kill "$first" 2>/dev/null || true
  work=$all
  end_redis
}
trap end_both EXIT

# Each with a folder of its own.
work=$all/first
mkdir "$work"
serve MEMWARDEN_REDIS_TOKENS=false
first=$server there=$address
export MEMWARDEN_MASTER_KEY_FILE=$work/data/master.key
work=$all/second
mkdir "$work"
serve MEMWARDEN_REDIS_TOKENS=false

# How many of $3 requests to $1 with the key $2 are let through, one after the other.
admitted() {
  local admitted=0 i status
  for ((i = 0; i < $3; i++)); do
    status=$(curl -sS -o /dev/null -w '%{http_code}' -H "X-API-Key: $2" "$1/auth/whoami")
    [[ $status != 200 ]] || admitted=$((admitted + 1))
    # Time to tell.
    sleep 0.2
  done
  echo "$admitted"
}

failed=0
expect() {
  local name=$1 got=$2 least=$3 most=$4
  if ((got >= least && got <= most)); then
    echo "ok    $name"
  else
    printf 'FAIL  %s: %s, not from %s to %s\n' "$name" "$got" "$least" "$most"
    failed=1
  fi
}

expect "one server lets a burst through" "$(admitted "$there" sk-alice 12)" 10 10
expect "another hears of it with the first request" "$(admitted "$address" sk-alice 6)" 1 2
expect "of nobody else" "$(admitted "$address" sk-bob 12)" 10 10
expect "no name is in Redis" "$(ask --scan | grep -c -i -e alice -e bob || true)" 0 0
expect "but counts are" "$(ask --scan --pattern 'memwarden:rate:*' | wc -l)" 2 2

kill -STOP "$redis"
expect "while Redis is away, a server goes on by its own counts" "$(admitted "$there" sk-bob 12)" 10 10
kill -CONT "$redis"
exit "$failed"
