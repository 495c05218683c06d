#!/usr/bin/env bash
# A secret from AWS Secrets Manager, as moto speaks its protocol, with signatures checked by botocore: the server
# takes a token that this secret signed, and does not start with another key or without the secret.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

moto=5.2.5

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install "moto[server,secretsmanager,iam,sts]==$moto"
aws=
end() {
  [[ -z $aws ]] || kill "$aws" 2>/dev/null || true
  finish
}
trap end EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# What comes after the first calls has to be signed by somebody who is known.
INITIAL_NO_AUTH_ACTION_COUNT=4 "$work/venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
aws=$!
curl -sS --retry 60 --retry-delay 1 --retry-all-errors -o /dev/null "http://127.0.0.1:$port/moto-api/" 2>/dev/null

export AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:$port AWS_REGION=eu-central-1
secret=$(./memwarden secret generate -o json | sed -n 's/.*"secret":"\([^"]*\)".*/\1/p')
"$work/venv/bin/python" - "$AWS_ENDPOINT_URL_SECRETS_MANAGER" "$secret" >"$work/keys" <<'END'
import json
import sys

import boto3

endpoint, secret = sys.argv[1:]
lent = {"region_name": "eu-central-1", "endpoint_url": endpoint, "aws_access_key_id": "x", "aws_secret_access_key": "x"}
iam = boto3.client("iam", **lent)
iam.create_user(UserName="memwarden")
allow = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
iam.put_user_policy(UserName="memwarden", PolicyName="read", PolicyDocument=policy)
key = iam.create_access_key(UserName="memwarden")["AccessKey"]
text = json.dumps({"zep": secret})
boto3.client("secretsmanager", **lent).create_secret(Name="memwarden/prod", SecretString=text)
print(key["AccessKeyId"], key["SecretAccessKey"])
END
read -r AWS_ACCESS_KEY_ID key <"$work/keys"
export AWS_ACCESS_KEY_ID

# Whoever has another key, or names another secret, is told so and gets no server.
refused() {
  local said
  if said=$(env "$@" ./memwarden config check 2>&1); then
    echo "the settings should make no sense with $*" >&2
    exit 1
  fi
  grep -q "$expected" <<<"$said" || {
    echo "instead of $expected: $said" >&2
    exit 1
  }
}
expected="answers 403"
refused AWS_SECRET_ACCESS_KEY=another ZEP_AUTH_SECRET=aws-sm:memwarden/prod#zep
expected=ResourceNotFoundException
refused AWS_SECRET_ACCESS_KEY="$key" ZEP_AUTH_SECRET=aws-sm:memwarden/staging#zep

export AWS_SECRET_ACCESS_KEY=$key ZEP_AUTH_SECRET=aws-sm:memwarden/prod#zep
token=$(./memwarden --generate-token)
serve
await "$address"
curl -sSf -o "$work/whoami" -H "Authorization: Bearer $token" "$address/auth/whoami"
grep -q '"kind":"service","id":"zep"' "$work/whoami"
echo "ok    aws-sm: a secret by a signed request to moto $moto"
