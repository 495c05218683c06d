#!/usr/bin/env bash
# The server as the examples in deploy/ run it: from the two things that an image holds, behind nginx and HAProxy with TLS,
# and with TLS of its own. The systemd unit is one, and lets the server do little.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh
# shellcheck source=.ci/debian.sh
. .ci/debian.sh
install_missing nginx haproxy openssl systemd-analyze=systemd

proxies=()
end() {
  local pid
  for pid in "${proxies[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  finish
}
trap end EXIT

fail() {
  echo "FAIL: $1" >&2
  cat "$work"/*.log >&2
  exit 1
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# An authority and a certificate of it, with the key in the form that OpenSSL wrote before PKCS #8.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Authority \
  -keyout "$work/ca.key" -out "$work/ca.pem" 2>"$work/openssl.log"
openssl ecparam -name prime256v1 -genkey -out "$work/tls.key" 2>>"$work/openssl.log"
openssl req -new -key "$work/tls.key" -subj /CN=localhost -out "$work/tls.csr" 2>>"$work/openssl.log"
openssl x509 -req -in "$work/tls.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 1 \
  -extfile <(echo subjectAltName=DNS:localhost) -out "$work/tls.pem" 2>>"$work/openssl.log"
cat "$work/ca.pem" >>"$work/tls.pem"

# What is in an image: the launcher, and the jars beside it, without any source.
built=cli/target/memwarden/lib
[[ -f $built/built ]] || ./memwarden --version >/dev/null
mkdir "$work/image"
cp memwarden "$work/image/"
ln -s "$PWD/$built" "$work/image/lib"
keys='{"key-of-alice-for-this-check": "alice"}'
serve_image() {
  rm -f "$work/server.out"
  start env -C "$work" API_KEYS="$keys" "$@" "$work/image/memwarden" serve --port 0 --data "$work/data" -o json
  until grep -qs address "$work/server.out"; do
    kill -0 "$server" 2>/dev/null || fail "the server ended"
    sleep 0.1
  done
  address=$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$work/server.out")
}

# Asks for $2 under the address $1 with alice's key, and prints status and head.
ask() {
  local address=$1 path=$2
  shift 2
  curl -sS --path-as-is --cacert "$work/ca.pem" -o "$work/body" -D - -H "X-API-Key: key-of-alice-for-this-check" "$@" "$address$path" |
    tr -d '\r'
}

# What asks whether the server is well: the paths of the manifest's probes, and the command of the image's health check.
probes=$(sed -n 's|.*httpGet: {path: \(/[a-z]*\), port: metrics}.*|\1|p' deploy/kubernetes/memwarden.yaml)
[[ $(wc -l <<<"$probes") -eq 3 ]] || fail "the probes of the manifest are: $probes"
health=$(sed -n '/^HEALTHCHECK/,/^[A-Z]/s/^  CMD //p' deploy/Dockerfile)
metrics_port=$(free_port)
healthy() {
  MEMWARDEN_METRICS_PORT=$metrics_port sh -c "$health" 2>>"$work/health.log"
}
ready_after_start() {
  local path
  for _ in {1..300}; do
    ! healthy || break
    sleep 0.2
  done
  healthy || fail "$health does not find the server well"
  for path in $probes; do
    curl -fsS -o /dev/null "http://127.0.0.1:$metrics_port$path" || fail "$path says that the server is not well"
  done
}

# --- Behind proxies ---
serve_image MEMWARDEN_METRICS_PORT="$metrics_port" MEMWARDEN_TRUSTED_PROXIES=127.0.0.1/32 MEMWARDEN_REQUIRE_TLS=true
# HAProxy asks, too, and sends nobody to a server that is not ready.
ready_after_start
upstream=${address#http://}

nginx_port=$(free_port)
mkdir "$work/nginx"
{
  echo "pid $work/nginx/pid; error_log $work/nginx.log; daemon off; master_process off; events {} http { access_log off;"
  for folder in client_body proxy fastcgi uwsgi scgi; do
    echo "${folder}_temp_path $work/nginx/$folder;"
  done
  cat deploy/proxy/nginx.conf
  echo "}"
} | sed -e "s|127.0.0.1:8000|$upstream|" -e "s|listen 443|listen 127.0.0.1:$nginx_port|" \
  -e "s|/etc/ssl/memory.example.com|$work/tls|" >"$work/nginx.conf"
nginx -t -q -e "$work/nginx.log" -c "$work/nginx.conf" || fail "nginx does not take its example"
nginx -e "$work/nginx.log" -c "$work/nginx.conf" &
proxies+=($!)

haproxy_port=$(free_port)
cat "$work/tls.pem" "$work/tls.key" >"$work/haproxy.pem"
sed -e "s|127.0.0.1:8000|$upstream|" -e "s|bind :443|bind 127.0.0.1:$haproxy_port|" -e "s|port 9464|port $metrics_port|" \
  -e "s|/etc/haproxy/certs/memory.example.com.pem|$work/haproxy.pem|" deploy/proxy/haproxy.cfg >"$work/haproxy.cfg"
haproxy -c -q -f "$work/haproxy.cfg" || fail "HAProxy does not take its example"
haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
proxies+=($!)

for port in "$nginx_port" "$haproxy_port"; do
  proxy=https://localhost:$port
  curl -sS --retry 50 --retry-delay 1 --retry-all-errors --cacert "$work/ca.pem" -o /dev/null "$proxy/health" 2>/dev/null ||
    fail "no answer through the proxy"
  head=$(ask "$proxy" /memories/alice -H "X-Forwarded-For: 192.0.2.1" -H "X-Forwarded-Proto: http" -H "Forwarded: proto=http")
  grep -q '^HTTP/[0-9.]* 200' <<<"$head" || fail "refused through the proxy: $head"
  grep -qi '^strict-transport-security: max-age=31536000$' <<<"$head" || fail "no promise of TLS: $head"
  grep -qi '^x-request-id: [0-9a-f-]\{32,36\}$' <<<"$head" || fail "the proxy's request id is not the server's: $head"
  grep -q '^HTTP/[0-9.]* 404' <<<"$(ask "$proxy" /no%20where)" || fail "a space in a path is no data any more"
  for path in //memories/alice /memories/../memories/alice /memories%2Falice; do
    grep -q '^HTTP/[0-9.]* 400' <<<"$(ask "$proxy" "$path")" || fail "$path does not come as it was asked for"
  done
done
grep -q '^HTTP/1.1 403' <<<"$(ask "$address" /memories/alice -H "X-Forwarded-Proto: http")" || fail "a request in the clear is served"
stop || [[ $? -eq 143 ]] || fail "the server did not stop"
echo "ok    behind nginx $(nginx -v 2>&1 | sed 's|.*/||') and HAProxy with TLS"

! healthy || fail "a server that has ended is well"
echo "ok    health check, and probes: $(tr '\n' ' ' <<<"$probes")"

# --- On its own ---
serve_image MEMWARDEN_METRICS_PORT="$metrics_port" MEMWARDEN_TLS_CERT_FILE="$work/tls.pem" MEMWARDEN_TLS_KEY_FILE="$work/tls.key" MEMWARDEN_REQUIRE_TLS=true
own=${address/127.0.0.1/localhost}
ready_after_start
[[ $own == https://* ]] || fail "its address is $own"
head=$(ask "$own" /memories/alice)
grep -q '^HTTP/1.1 200' <<<"$head" && grep -qi '^strict-transport-security:' <<<"$head" || fail "not served: $head"
! curl -s -o /dev/null "http://${own#https://}/health" || fail "plain HTTP is answered"
talk() {
  openssl s_client -connect "${own#https://}" -CAfile "$work/ca.pem" -verify_return_error -brief "$@" </dev/null >"$work/talk.log" 2>&1
}
talk -tls1_3 || fail "no TLS 1.3"
talk -tls1_2 || fail "no TLS 1.2"
# At the lowest level of security, OpenSSL offers what it would not by itself.
for old in "-tls1_1 -cipher DEFAULT@SECLEVEL=0" "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256" "-tls1_2 -cipher AES128-GCM-SHA256" "-alpn h2"; do
  # shellcheck disable=SC2086 # several words
  ! talk $old || fail "spoken: $old"
done
stop || [[ $? -eq 143 ]] || fail "the server did not stop"
echo "ok    TLS of its own, as $(openssl version | cut -d ' ' -f 1-2) sees it"

# --- systemd ---
sed "s|/opt/memwarden/memwarden|$PWD/memwarden|" deploy/systemd/memwarden.service >"$work/memwarden.service"
said=$(systemd-analyze verify --man=no "$work/memwarden.service" 2>&1) || fail "systemd does not take the unit: $said"
[[ -z $said ]] || fail "systemd finds in the unit: $said"
# From 0 (can do nothing) to 100.
systemd-analyze security --offline=true --threshold=20 "$work/memwarden.service" >"$work/security.log" || fail "the unit may do too much"
echo "ok    systemd unit: $(tail -n 1 "$work/security.log" | sed 's/[^ -~]//g; s/^ *//')"
