#!/usr/bin/env bash
# Tokens of a Redis AMS, in its layout and in a real Redis: imported as they stand, used as before, and ended; then taken
# where they are, without an import.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh
# shellcheck source=.ci/redis.sh
. .ci/redis.sh

failed=0
# Compares what came with what should.
expect() {
  local name=$1 got=$2 wanted=$3
  if [[ $got == "$wanted" ]]; then
    echo "ok    $name"
  else
    printf 'FAIL  %s\n  got:    %s\n  wanted: %s\n' "$name" "$got" "$wanted"
    failed=1
  fi
}

made() { python3 -c 'import secrets; print(secrets.token_urlsafe(32))'; }
# As its own program does it: bcrypt at cost 12 (here by crypt(3)), a record, its end, and the list of all.
keep() {
  local text=$1 description=$2 expires=$3 seconds=$4 hash
  hash=$(perl -e 'print crypt($ARGV[0], "\$2b\$12\$" . $ARGV[1])' -- "$text" "$(made | tr -d '_-' | cut -c 1-21)u")
  ask set "auth_token:$hash" \
    "{\"description\":\"$description\",\"created_at\":\"2025-07-10T18:30:00.123456Z\",\"expires_at\":$expires,\"token_hash\":\"$hash\"}"
  [[ -z $seconds ]] || ask expire "auth_token:$hash" "$seconds"
  ask sadd auth_tokens:list "$hash"
}
lasting=$(made)
ending=$(made)
ended=$(made)
stranger=$(made)
soon=$(date -u -d '30 days' +%Y-%m-%dT%H:%M:%SZ)
{
  keep "$lasting" 'lasting' null ''
  keep "$ending" 'ending' "\"$soon\"" 2592000
  keep "$ended" 'ended' '"2025-08-01T00:00:00Z"' ''
  ask set 'auth_token:broken' '{"description":"broken"}'
  # Memories, among which the tokens have to be found.
  python3 -c 'for i in range(5000): print(f"HSET memory_idx:{i} text x")' | ask
} >/dev/null
before=$(ask info persistence | grep rdb_changes_since_last_save)

counts() {
  python3 -c '
import json, sys
r = json.load(sys.stdin)
print(r["added"], r["to_be_recognised"], r["known"], r["expired"], len(r["refused"]))'
}
import() { ./memwarden import redis-tokens --data "$work/data" -o json "$@" || [[ $? -eq 1 ]]; }

serve AUTH_MODE=token REDIS_URL=

# Who a token proves, or the status that it gets.
whoami() {
  local status
  status=$(curl -sS -o "$work/body" -w '%{http_code}' -H "Authorization: Bearer $1" "$address/auth/whoami")
  if [[ $status == 200 ]]; then
    python3 -c 'import json, sys; p = json.load(sys.stdin)["principal"]; print(p["kind"] + ":" + p["id"])' <"$work/body"
  else
    echo "$status"
  fi
}

expect "a token is unknown before its import" "$(whoami "$lasting")" 401
expect "a dry run tells what would be" "$(import --sunset 90d --dry-run | counts)" "2 2 0 1 1"
expect "a dry run imports nothing" "$(whoami "$lasting")" 401
expect "an import says what it did" "$(import --sunset 90d | counts)" "2 2 0 1 1"
expect "an import is done once" "$(import --sunset 90d | counts)" "0 0 2 1 1"
expect "a token works at first sight" "$(whoami "$lasting")" service:default
expect "and from then on" "$(whoami "$lasting")" service:default
expect "a token that ends works until then" "$(whoami "$ending")" service:default
expect "a token that has ended does not" "$(whoami "$ended")" 401
expect "a text that looks like one does not" "$(whoami "$stranger")" 401

list=$(./memwarden token list --data "$work/data" --format json)
describe() {
  python3 -c '
import json, sys
for t in sorted(json.load(sys.stdin), key=lambda t: t["description"]):
  if t["hash"].startswith("$2b$12$"):
    print(t["description"], t["created_at"], t["status"])' <<<"$list"
}
# The admin key of a first start is bcrypt here, too.
expect "they are listed as they were" "$(describe | grep -v 'first start')" \
  "$(printf '%s\n' 'ending 2025-07-10T18:30:00.123456+00:00 Active' 'lasting 2025-07-10T18:30:00.123456+00:00 Active')"
id=$(python3 -c '
import json, sys
print(next(t["id"] for t in json.load(sys.stdin) if t["description"] == "lasting"))' <<<"$list")
./memwarden token remove "$id" --force --data "$work/data" >/dev/null
expect "one that is removed is refused" "$(whoami "$lasting")" 401
expect "and does not come back" "$(import --sunset 90d | counts)" "0 0 2 1 1"
expect "still not" "$(whoami "$lasting")" 401
expect "the original is left as it was" "$(ask info persistence | grep rdb_changes_since_last_save)" "$before"

printf '%s\n' "$ending" "$stranger" "$lasting" >"$work/tokens"
expect "hashes whose tokens are known need no search" \
  "$(./memwarden import redis-tokens --data "$work/other" -o json --tokens-file "$work/tokens" | counts || true)" "2 0 0 1 1"
expect "a wrong password is named, not shown" \
  "$(REDIS_URL=redis://:wrong@127.0.0.1:$port ./memwarden import redis-tokens --data "$work/other" 2>&1 | grep -c wrong || true)" 0

# From here on, Redis is the truth.
stop || true
rm -rf "$work/data"
serve AUTH_MODE=token
own=$(./memwarden key add --user alice --data "$work/data" -o json | python3 -c 'import json, sys; print(json.load(sys.stdin)["key"])')

# Waits until whoami says $2 of the token $1, ten seconds at the most.
becomes() {
  local end=$((SECONDS + 10))
  until [[ $(whoami "$1") == "$2" ]] || ((SECONDS > end)); do sleep 0.1; done
  whoami "$1"
}

expect "a token works where it is" "$(whoami "$lasting")" service:default
expect "so does one that ends" "$(whoami "$ending")" service:default
expect "one that has ended does not" "$(whoami "$ended")" 401
expect "a stranger does not" "$(whoami "$stranger")" 401
expect "its wire takes it" \
  "$(curl -sS -H "Authorization: Bearer $lasting" "$address/v1/working-memory/?limit=5")" '{"sessions":[],"total":0}'
expect "nothing is traded for it that would outlive it" \
  "$(curl -sS -o /dev/null -w '%{http_code}' -X POST -H "Authorization: Bearer $lasting" "$address/auth/jwt-auth")" 401
late=$(made)
expect "a token is unknown before it is made" "$(whoami "$late")" 401
keep "$late" 'late' null '' >/dev/null
expect "and works from then on" "$(becomes "$late" service:default)" service:default
hash_of() {
  # As the original has it, by its description.
  ask --scan --pattern 'auth_token:$2b*' | while read -r key; do
    if [[ $(ask get "$key") == *"\"description\":\"$1\""* ]]; then echo "${key#auth_token:}"; fi
  done
}
ask del "auth_token:$(hash_of late)" >/dev/null
expect "one that is removed there is refused" "$(becomes "$late" 401)" 401
ask pexpire "auth_token:$(hash_of ending)" 300 >/dev/null
expect "one that Redis lets go is refused" "$(becomes "$ending" 401)" 401

list=$(./memwarden token list --data "$work/data" --format json)
expect "they are listed as they are" "$(describe | grep lasting)" 'lasting 2025-07-10T18:30:00.123456+00:00 Never Expires'
expect "what was found is noted beside, and nothing else" "$(ask hlen memwarden:auth_tokens)" 4
stop || true
serve AUTH_MODE=token
expect "a token works after a restart" "$(whoami "$lasting")" service:default

kill -STOP "$redis"
expect "while Redis is away, a token is not judged" "$(becomes "$lasting" 503)" 503
expect "nor is a stranger" "$(becomes "$stranger" 503)" 503
expect "a key of our own is" "$(whoami "$own")" user:alice
kill -CONT "$redis"
expect "and when it is back, so is the token" "$(becomes "$lasting" service:default)" service:default

id=$(python3 -c '
import json, sys
print(next(t["id"] for t in json.load(sys.stdin) if t["description"] == "lasting"))' <<<"$list")
./memwarden token remove "$id" --force --data "$work/data" >/dev/null
expect "one that is removed here is refused at once" "$(whoami "$lasting")" 401
expect "and left where it is kept" "$(hash_of lasting | wc -l)" 1
stop || true
serve AUTH_MODE=token
expect "it stays refused" "$(whoami "$lasting")" 401
exit "$failed"
