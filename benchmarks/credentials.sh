#!/usr/bin/env bash
# Requests a second of GET /auth/whoami with each kind of credential, beside a bare Vert.x "hello" with the same JVM and
# engine. Each credential was used before, as those of real clients are. Interleaved rounds, medians. Then how long a signed
# request takes beside one with a key alone.
#
#   benchmarks/credentials.sh [--rounds 5] [--seconds 4] [--warm-up 6] [--connections 64] [--pinned yes]
# shellcheck disable=SC2154,SC2034 # what is sourced sets and uses them
rounds=5 seconds=4 warm_up=6 connections=64 pinned=yes users=10
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl wrk taskset
describe_machine
# shellcheck source=wrk.sh
source "$root/benchmarks/wrk.sh"
# shellcheck source=kinds.sh
source "$root/benchmarks/kinds.sh"
port_memwarden=$port

# Its text is recognised once, which takes a second.
curl -sf -o "$scratch/seen" -H "Authorization: Bearer $redis_token" "$server/auth/whoami" || fail "a good token is refused"

curl -sf -H "X-API-Key: $own_key" "$server/auth/whoami" >"$scratch/body" || fail "whoami refuses a good key"
find_port
start "$scratch/hello.out" "${server_core[@]}" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" \
  dev.memwarden.benchmarks.http.HelloServer --port "$port" --body "$scratch/body"
await "http://127.0.0.1:$port/" "$scratch/hello.out"

forged() { # a token whose signature is another one's
  printf %s "${1%?????}AAAAA"
}
contender "bare Vert.x" "$port" "X-API-Key: $own_key" ""
contender "own key" "$port_memwarden" "X-API-Key: $own_key" "X-API-Key: ${own_key%?}!"
contender "key of API_KEYS" "$port_memwarden" "X-API-Key: $configured_key" "X-API-Key: x$configured_key"
contender "token of a Redis AMS" "$port_memwarden" "Authorization: Bearer $redis_token" \
  "Authorization: Bearer x$redis_token"
contender "shared secret, HS256" "$port_memwarden" "Authorization: Bearer $shared_token" \
  "Authorization: Bearer $(forged "$shared_token")"
contender "issuer, RS256" "$port_memwarden" "Authorization: Bearer $issuer_token" \
  "Authorization: Bearer $(forged "$issuer_token")"
working=${#names[@]}
contender "working token, RS256" "$port_memwarden" "Authorization: Bearer $working_token" \
  "Authorization: Bearer $(forged "$working_token")"

renew() {
  log_in
  goods[working]="Authorization: Bearer $working_token"
  # The first time it is verified.
  curl -sf -o "$scratch/seen" -H "${goods[working]}" "$server/auth/whoami" || fail "a good token is refused"
}
compare

openssl genpkey -algorithm ed25519 -out "$scratch/signing.pem"
openssl pkey -in "$scratch/signing.pem" -pubout -out "$scratch/signer.pem"
signed_key=$("$scratch/release/memwarden" key add --user user0 --signing-key "$scratch/signer.pem" --data "$scratch/data")
run_java http.SignedBenchmark --server "$server" --key "$own_key" --signed "$signed_key" --private "$scratch/signing.pem"
