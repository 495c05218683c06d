# Sourced after common.sh: a server that takes every kind of credential, and a good one of each.
#
# Needs ${server_core[@]} and $users; sets $server, $pid of the server, and what the end of this file says.
# shellcheck shell=bash disable=SC2154,SC2034 # who sources this sets and uses them
need openssl perl
issuer_name=https://issuer.benchmark.example/
audience=memwarden
shared_secret=$(openssl rand -hex 32)
configured_key=$(openssl rand -hex 32)

# --- An issuer: its key, and a server of its key set ---
openssl genrsa -out "$scratch/issuer.pem" 2048 2>/dev/null
modulus=$(openssl rsa -in "$scratch/issuer.pem" -modulus -noout | perl -ne 's/Modulus=//; chomp; print pack("H*", $_)' | base64url)
printf '{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"benchmark","n":"%s","e":"AQAB"}]}' "$modulus" >"$scratch/jwks"
find_port
jwks=http://127.0.0.1:$port/
start "$scratch/issuer.out" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" \
  dev.memwarden.benchmarks.http.HelloServer --port "$port" --body "$scratch/jwks"
await "$jwks" "$scratch/issuer.out"

# --- Tokens of a Redis AMS, of which only the bcrypt hashes are known ---
url_safe() {
  openssl rand 32 | base64url
}
bcrypt() {
  perl -e 'print crypt($ARGV[0], "\$2b\$12\$" . $ARGV[1])' -- "$1" "$(url_safe | tr -d '_-' | cut -c 1-21)u"
}
redis_token=$(url_safe)
{
  printf 'user0:%s\n' "$(bcrypt "$redis_token")"
  for _ in 1 2 3; do
    printf 'user1:%s\n' "$(bcrypt "$(url_safe)")"
  done
} >"$scratch/hashes"

# --- The server ---
make_release "$scratch/release"
run_java http.FillFolder --data "$scratch/data" --memories 1 --keys "$users" --texts "$scratch/keys" >&2
"$scratch/release/memwarden" import hashes "$scratch/hashes" --length 43 --sunset 1d --data "$scratch/data" >&2
own_key=$(sed -n '1s/.* //p' "$scratch/keys")
find_port
server=http://127.0.0.1:$port
API_KEYS="{\"$configured_key\":\"user0\"}" ZEP_AUTH_SECRET=$shared_secret \
  OAUTH2_ISSUER_URL=$issuer_name OAUTH2_AUDIENCE=$audience OAUTH2_JWKS_URL=$jwks \
  start "$scratch/server.out" "${server_core[@]}" "$scratch/release/memwarden" serve --port "$port" --data "$scratch/data"
await "$server/health" "$scratch/server.out"

# --- A good credential of each kind ---
claims=$(printf '{"iss":"%s","sub":"user0","aud":"%s","exp":%d}' "$issuer_name" "$audience" $(($(date +%s) + 86400)))
shared_token=$(sign_token '{"alg":"HS256","typ":"JWT"}' "$claims" openssl dgst -sha256 -hmac "$shared_secret" -binary)
issuer_token=$(sign_token '{"alg":"RS256","typ":"JWT","kid":"benchmark"}' "$claims" \
  openssl dgst -sha256 -sign "$scratch/issuer.pem" -binary)

# Puts a new pair, which works for five minutes, into $working_token and $refresh_token.
log_in() {
  local pair
  pair=$(curl -sf -X POST -H "X-API-Key: $own_key" "$server/auth/jwt-auth") || fail "no tokens for a good key"
  working_token=$(sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p' <<<"$pair")
  refresh_token=$(sed -n 's/.*"refresh_token":"\([^"]*\)".*/\1/p' <<<"$pair")
}
log_in
