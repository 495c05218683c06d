#!/usr/bin/env bash
# Requests a second of GET /auth/whoami with a key, beside a bare Vert.x "hello" with the same JVM and engine, HAProxy
# with jwt_verify, and nginx with auth_request; all answer the same body. Interleaved rounds, medians.
#
#   benchmarks/http.sh [--rounds 7] [--seconds 5] [--warm-up 8] [--connections 64] [--pinned yes]
#
# Pinned, every server has core 0 alone (so one event loop, thread or worker) and wrk has core 1; with --pinned no they
# all share all cores, with one loop, thread or worker per core.
rounds=7 seconds=5 warm_up=8 connections=64 pinned=yes
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
need curl wrk taskset nginx haproxy openssl
describe_machine
haproxy -v | sed -n 1p
nginx -v 2>&1
# shellcheck source=wrk.sh
source "$root/benchmarks/wrk.sh"

# --- Memwarden, with a stored key and a configured one ---
make_release "$scratch/release"
run_java http.FillFolder --data "$scratch/data" --memories 1 --keys 10 --texts "$scratch/keys" >&2
own_key=$(sed -n '1s/.* //p' "$scratch/keys")
configured_key=$(openssl rand -hex 32)
find_port
port_memwarden=$port
API_KEYS="{\"$configured_key\":\"user0\"}" \
  start "$scratch/memwarden.out" "${server_core[@]}" "$scratch/release/memwarden" serve --port "$port_memwarden" \
  --data "$scratch/data"
await "http://127.0.0.1:$port_memwarden/health" "$scratch/memwarden.out"
curl -sf -H "X-API-Key: $own_key" "http://127.0.0.1:$port_memwarden/auth/whoami" >"$scratch/body" ||
  fail "whoami refuses a good key"

# --- Bare Vert.x ---
find_port
port_hello=$port
start "$scratch/hello.out" "${server_core[@]}" "$JAVA_HOME/bin/java" "${jvm[@]}" -cp "$classes" \
  dev.memwarden.benchmarks.http.HelloServer --port "$port_hello" --body "$scratch/body"
await "http://127.0.0.1:$port_hello/" "$scratch/hello.out"

# --- HAProxy: signature, algorithm, issuer and expiry of a token ---
secret=$(openssl rand -hex 32)
openssl genrsa -out "$scratch/private.pem" 2048 2>/dev/null
openssl rsa -in "$scratch/private.pem" -pubout -out "$scratch/public.pem" 2>/dev/null
claims=$(printf '{"iss":"benchmark","sub":"user0","exp":%d}' $(($(date +%s) + 86400)))
token_hs256=$(sign_token '{"alg":"HS256","typ":"JWT"}' "$claims" openssl dgst -sha256 -hmac "$secret" -binary)
token_rs256=$(sign_token '{"alg":"RS256","typ":"JWT"}' "$claims" openssl dgst -sha256 -sign "$scratch/private.pem" -binary)
find_port
port_hs256=$port
find_port
port_rs256=$port
haproxy_frontend() { # port, algorithm, secret or file with the public key
  cat <<END
frontend $2
  bind 127.0.0.1:$1
  http-request set-var(txn.alg) http_auth_bearer,jwt_header_query('\$.alg')
  http-request set-var(txn.iss) http_auth_bearer,jwt_payload_query('\$.iss')
  http-request set-var(txn.exp) http_auth_bearer,jwt_payload_query('\$.exp','int')
  http-request set-var(txn.now) date()
  http-request return status 401 unless { var(txn.alg) -m str $2 }
  http-request return status 401 unless { var(txn.iss) -m str benchmark }
  http-request return status 401 unless { http_auth_bearer,jwt_verify(txn.alg,"$3") -m int 1 }
  http-request return status 401 if { var(txn.exp),sub(txn.now) -m int lt 0 }
  http-request return status 200 content-type application/json file "$scratch/body" hdr X-Request-ID 1a2b3c4d-12345 hdr X-Content-Type-Options nosniff hdr Cache-Control no-store
END
}
cat >"$scratch/haproxy.cfg" <<END
global
  nbthread $threads
  maxconn 4096
defaults
  mode http
  timeout client 60s
  timeout http-keep-alive 60s
$(haproxy_frontend "$port_hs256" HS256 "$secret")
$(haproxy_frontend "$port_rs256" RS256 "$scratch/public.pem")
END
start "$scratch/haproxy.out" "${server_core[@]}" haproxy -db -f "$scratch/haproxy.cfg"
await "http://127.0.0.1:$port_hs256/" "$scratch/haproxy.out"

# --- nginx: auth_request to a location of its own, and to an upstream ---
find_port
port_nginx=$port
find_port
port_upstream=$port
find_port
port_asking=$port
mkdir -p "$scratch/nginx/auth"
cp "$scratch/body" "$scratch/nginx/auth/whoami"
# Workers change to another user when it is started by root, and must be able to read the body.
chmod 711 "$scratch" && chmod 755 "$scratch/nginx" "$scratch/nginx/auth" && chmod 644 "$scratch/nginx/auth/whoami"
nginx_server() { # port, location that checks
  cat <<END
  server {
    listen 127.0.0.1:$1;
    location = /auth/whoami {
      auth_request /check-$2;
      root $scratch/nginx;
      default_type application/json;
      etag off;
      if_modified_since off;
      add_header X-Request-ID 1a2b3c4d-12345;
      add_header X-Content-Type-Options nosniff;
      add_header Cache-Control no-store;
    }
    location = /check-here {
      internal;
      if (\$known = 0) { return 401; }
      return 204;
    }
    location = /check-upstream {
      internal;
      proxy_pass http://checker;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
  }
END
}
cat >"$scratch/nginx.conf" <<END
worker_processes $threads;
pid $scratch/nginx.pid;
error_log stderr;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path $scratch/nginx/t1;
  proxy_temp_path $scratch/nginx/t2;
  fastcgi_temp_path $scratch/nginx/t3;
  uwsgi_temp_path $scratch/nginx/t4;
  scgi_temp_path $scratch/nginx/t5;
  keepalive_requests 1000000000;
  keepalive_timeout 60s;
  tcp_nodelay on;
  sendfile on;
  open_file_cache max=100;
  map_hash_bucket_size 256;
  map \$http_x_api_key \$known {
    default 0;
    "$own_key" 1;
  }
  upstream checker {
    server 127.0.0.1:$port_upstream;
    keepalive 128;
    keepalive_requests 1000000000;
  }
$(nginx_server "$port_nginx" here)
$(nginx_server "$port_asking" upstream)
  server {
    listen 127.0.0.1:$port_upstream;
    location / {
      if (\$known = 0) { return 401; }
      return 204;
    }
  }
}
END
start "$scratch/nginx.out" "${server_core[@]}" nginx -g 'daemon off;' -c "$scratch/nginx.conf"
await "http://127.0.0.1:$port_upstream/" "$scratch/nginx.out"

# --- What is measured ---
contender "bare Vert.x" "$port_hello" "X-API-Key: $own_key" ""
contender "Memwarden, its own key" "$port_memwarden" "X-API-Key: $own_key" "X-API-Key: ${own_key%?}!"
contender "Memwarden, key of API_KEYS" "$port_memwarden" "X-API-Key: $configured_key" "X-API-Key: x$configured_key"
contender "HAProxy jwt_verify HS256" "$port_hs256" "Authorization: Bearer $token_hs256" \
  "Authorization: Bearer ${token_hs256%?????}AAAAA"
contender "HAProxy jwt_verify RS256" "$port_rs256" "Authorization: Bearer $token_rs256" \
  "Authorization: Bearer ${token_rs256%?????}AAAAA"
contender "nginx auth_request, itself" "$port_nginx" "X-API-Key: $own_key" "X-API-Key: x$own_key"
contender "nginx auth_request, upstream" "$port_asking" "X-API-Key: $own_key" "X-API-Key: x$own_key"
compare
