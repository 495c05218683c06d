#!/usr/bin/env bash
# A real Keycloak, from its Maven distribution, as the identity provider of a running server: tokens of people (code flow
# with PKCE) and of programs (client credentials), a wrong audience, keys that rotate, a session that is ended, an outage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

version=26.7.3
secret=$(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')
keycloak=
keycloak_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base=http://127.0.0.1:$keycloak_port
issuer=$base/realms/memory
openid=$issuer/protocol/openid-connect

stop_keycloak() {
  [[ -n $keycloak ]] || return 0
  kill "$keycloak" 2>/dev/null || true
  wait "$keycloak" || true
  keycloak=
}
trap 'stop_keycloak; finish' EXIT

mvn -q -B -ntp -N dependency:copy "-Dartifact=org.keycloak:keycloak-quarkus-dist:$version:tar.gz" "-DoutputDirectory=$work"
tar -xzf "$work/keycloak-quarkus-dist-$version.tar.gz" -C "$work"
home=$work/keycloak-$version

# Three people, a web application, and programs: with scopes, without, and with tokens for somebody else. Each file is what
# the administration API takes.
python3 - "$secret" "$work" <<'PYTHON'
import json, pathlib, sys

secret, work = sys.argv[1], pathlib.Path(sys.argv[2])
audience = {
    "name": "memwarden",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-audience-mapper",
    "config": {"included.custom.audience": "memwarden", "access.token.claim": "true"},
}


def program(name, mappers, scopes):
    return {
        "clientId": name, "secret": secret, "serviceAccountsEnabled": True, "standardFlowEnabled": False,
        "protocolMappers": mappers, "defaultClientScopes": ["basic", "profile", "roles", "service_account"] + scopes,
    }


def person(name):
    return {
        "username": name, "enabled": True, "email": name + "@example.com", "emailVerified": True,
        "firstName": name, "lastName": name, "realmRoles": ["memory-admin"] if name == "root" else [],
        "credentials": [{"type": "password", "value": secret}],
    }


web = {
    "clientId": "web", "publicClient": True, "redirectUris": ["http://127.0.0.1/callback"],
    "attributes": {"pkce.code.challenge.method": "S256"}, "protocolMappers": [audience],
}
realm = {
    "realm": "memory", "enabled": True, "accessTokenLifespan": 1800, "roles": {"realm": [{"name": "memory-admin"}]},
    "users": [person("alice"), person("bob"), person("root")],
}
scopes = ["memory:read", "memory:write"]
clients = [
    web, program("ingest", [audience], scopes), program("idle", [audience], []), program("elsewhere", [], ["memory:read"]),
]
posts = [("realms", realm)]
posts += [
    ("realms/memory/client-scopes",
     {"name": scope, "protocol": "openid-connect", "attributes": {"include.in.token.scope": "true"}})
    for scope in scopes
]
posts += [("realms/memory/clients", client) for client in clients]
for number, (path, body) in enumerate(posts):
    (work / f"post-{number}").write_text(path + "\n" + json.dumps(body))
PYTHON

start_keycloak() {
  KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=$secret JAVA_OPTS_APPEND=-Xmx512m \
    "$home/bin/kc.sh" start-dev --http-host=127.0.0.1 "--http-port=$keycloak_port" --cache=local \
    >>"$work/keycloak.log" 2>&1 </dev/null &
  keycloak=$!
  curl -sSf --retry 240 --retry-delay 1 --retry-all-errors -o /dev/null "$base/realms/master" 2>/dev/null || {
    cat "$work/keycloak.log" >&2
    exit 1
  }
}

start_server() {
  serve
  await "$address"
}

failed=0
# Compares what the caller with token $2 gets for path $3 with the regular expression $4: status, body.
expect() {
  local got
  got=$(curl -sS -o "$work/body" -w '%{http_code}' -H "Authorization: Bearer $2" "$address$3")
  got="$got $(cat "$work/body")"
  if grep -qE -- "$4" <<<"$got"; then
    echo "ok    $1"
  else
    echo "FAIL  $1: $got"
    failed=1
  fi
}

# The member $1 of the JSON object on standard input.
member() {
  python3 -c 'import json, sys; print(json.load(sys.stdin).get(sys.argv[1], ""))' "$1"
}

# A claim of a token, for the script's own use.
claim() {
  python3 -c '
import base64, json, sys
body = sys.argv[1].split(".")[1]
print(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))[sys.argv[2]])' "$1" "$2"
}

# Waits until the server has seen the key of token $1.
await_acceptance() {
  for _ in $(seq 45); do
    [[ $(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $1" "$address/auth/whoami") != 200 ]] || return 0
    sleep 1
  done
}

program_token() {
  curl -sSf "$openid/token" -d grant_type=client_credentials -d "client_id=$1" -d "client_secret=$secret" | member access_token
}

# Signs a person in as a browser would; the reply of the token endpoint goes to $work/tokens.
sign_in() {
  local verifier challenge jar=$work/cookies action code
  verifier=$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')
  challenge=$(printf %s "$verifier" | openssl dgst -binary -sha256 | openssl base64 -A | tr '+/' '-_' | tr -d '=')
  rm -f "$jar"
  action=$(curl -sSf -c "$jar" -G "$openid/auth" -d client_id=web -d response_type=code -d scope=openid -d state=s \
    --data-urlencode redirect_uri=http://127.0.0.1/callback -d "code_challenge=$challenge" -d code_challenge_method=S256 |
    python3 -c 'import html, re, sys; print(html.unescape(re.search(r"<form[^>]* action=\"([^\"]+)\"", sys.stdin.read()).group(1)))')
  code=$(curl -sS -b "$jar" -c "$jar" -o /dev/null -w '%{redirect_url}' "$action" \
    -d "username=$1" --data-urlencode "password=$secret" | sed -n 's/.*[?&]code=\([^&]*\).*/\1/p')
  curl -sSf "$openid/token" -d grant_type=authorization_code -d client_id=web -d "code=$code" -d "code_verifier=$verifier" \
    --data-urlencode redirect_uri=http://127.0.0.1/callback >"$work/tokens"
}

administer() {
  local token
  token=$(curl -sSf "$base/realms/master/protocol/openid-connect/token" -d grant_type=password -d client_id=admin-cli \
    -d username=admin --data-urlencode "password=$secret" | member access_token)
  curl -sSf -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"
}

start_keycloak
for post in "$work"/post-*; do
  administer "$base/admin/$(head -1 "$post")" -d "$(tail -n +2 "$post")"
done
MEMWARDEN_ISSUERS=$(printf '[{"issuer": "%s", "audience": "memwarden", "admin-roles": "memory-admin"}]' "$issuer")
export MEMWARDEN_ISSUERS API_KEYS='{"key-of-carol": "carol"}'
start_server

sign_in alice
alice=$(member access_token <"$work/tokens")
alice_id=$(claim "$alice" sub)
expect "code flow: whoami" "$alice" /auth/whoami "^200 .*\"kind\":\"user\",\"id\":\"$alice_id\".*\"kind\":\"oidc_jwt\""
expect "code flow: her own memories" "$alice" "/memories/$alice_id" '^200 '
expect "code flow: somebody else's" "$alice" /memories/carol '^403 '
expect "an ID token is none to call with" "$(member id_token <"$work/tokens")" /auth/whoami '^401 '
expect "nor is a refresh token" "$(member refresh_token <"$work/tokens")" /auth/whoami '^401 '
sign_in root
expect "a mapped role makes an admin" "$(member access_token <"$work/tokens")" /auth/whoami '^200 .*"kind":"admin"'

ingest=$(program_token ingest)
expect "client credentials: a service with its scopes" "$ingest" /auth/whoami \
  '^200 .*"kind":"service","id":"ingest".*"actions":\["memory:read","memory:write"\]'
expect "client credentials: for any user" "$ingest" "/memories/$alice_id" '^200 '
expect "a program without scopes may do nothing" "$(program_token idle)" "/memories/$alice_id" '^403 '
expect "a token for somebody else" "$(program_token elsewhere)" /auth/whoami '^401 '
expect "a token of another realm" "$(curl -sSf "$base/realms/master/protocol/openid-connect/token" -d grant_type=password \
  -d client_id=admin-cli -d username=admin --data-urlencode "password=$secret" | member access_token)" /auth/whoami '^401 '

unseen=$(program_token ingest)
# Another key, which signs from now on. The server looks again when it meets it, at most every 30 s.
realm_id=$(administer "$base/admin/realms/memory" | member id)
administer "$base/admin/realms/memory/components" -d "{\"name\": \"next\", \"parentId\": \"$realm_id\", \"providerId\":
  \"rsa-generated\", \"providerType\": \"org.keycloak.keys.KeyProvider\", \"config\": {\"priority\": [\"200\"]}}"
rotated=$(program_token ingest)
[[ ${rotated%%.*} != "${ingest%%.*}" ]] || {
  echo "FAIL  Keycloak signs with the old key" >&2
  exit 1
}
await_acceptance "$rotated"
expect "a key that came while the server ran" "$rotated" /auth/whoami '^200 '
expect "and the one before, as long as it is published" "$unseen" "/memories/$alice_id" '^200 '

# A session that is ended at Keycloak gives no new tokens. What is out ends by itself, or at once by its text.
sign_in bob
bob=$(member access_token <"$work/tokens")
bob_id=$(claim "$bob" sub)
refresh=$(member refresh_token <"$work/tokens")
expect "a session" "$bob" /auth/whoami '^200 '
administer -X POST "$base/admin/realms/memory/users/$bob_id/logout"
refused=$(curl -sS "$openid/token" -d grant_type=refresh_token -d client_id=web -d "refresh_token=$refresh" | member error)
if [[ $refused == invalid_grant ]]; then
  echo "ok    a session that was ended gives no new token"
else
  echo "FAIL  a session that was ended gives a new token"
  failed=1
fi
./memwarden token revoke "$bob" --data "$work/data" >/dev/null
expect "its last token, revoked here" "$bob" /auth/whoami '^401 '
sign_in bob
expect "a new session" "$(member access_token <"$work/tokens")" /auth/whoami '^200 '
./memwarden user disable "$bob_id" --data "$work/data" >/dev/null
expect "whoever is disabled here stays out" "$(member access_token <"$work/tokens")" /auth/whoami '^401 '

# An outage: known keys go on, and a start without any waits for nobody.
late=$(program_token ingest)
stop_keycloak
expect "a token whose issuer is down" "$late" "/memories/$alice_id" '^200 '
stop || true
start_server
expect "after a start without its keys" "$late" "/memories/$alice_id" '^503 '
curl -sS -o /dev/null -D - -H "Authorization: Bearer $late" "$address/auth/whoami" | grep -qi '^retry-after: [0-9]' || {
  echo "FAIL  503 without Retry-After"
  failed=1
}
expect "others do not notice" key-of-carol /memories/carol '^200 '
start_keycloak
await_acceptance "$late"
expect "when its issuer is back" "$late" "/memories/$alice_id" '^200 '

exit "$failed"
