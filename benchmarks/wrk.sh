# Sourced by scripts that compare servers by wrk, after common.sh: contenders take turns for as many rounds as there are,
# and the first of them is what the others are compared with. GET $path is what all of them answer, /auth/whoami unless it is set.
#
# Needs $rounds, $seconds, $warm_up, $connections and $pinned. Pinned, every server has core 0 alone (so one event loop,
# thread or worker) and wrk has core 1; else they all share all cores, with one loop, thread or worker per core.
# shellcheck shell=bash disable=SC2154,SC2034 # who sources this sets and uses them
if [[ $pinned == yes ]]; then
  server_core=(taskset -c 0) wrk_core=(taskset -c 1) threads=1
else
  server_core=() wrk_core=() threads=$(nproc)
fi

path=${path:-/auth/whoami}

# What is measured: name, port, header field with a credential, one that must be refused.
names=() ports=() goods=() bads=()
contender() {
  names+=("$1") ports+=("$2") goods+=("$3") bads+=("$4")
}

status() { # number, header field; the body goes to $scratch/seen
  curl -s -o "$scratch/seen" -w '%{http_code}' -H "$2" "http://127.0.0.1:${ports[$1]}$path"
}

# All of them must answer a good credential with 200, and a bad one with 401.
check_contenders() {
  local i
  for i in "${!names[@]}"; do
    [[ $(status "$i" "${goods[i]}") == 200 ]] || fail "${names[i]} refuses a good credential"
    # Who presents another key is another caller, so only the size is the same there.
    [[ $(wc -c <"$scratch/seen") == "$(wc -c <"$scratch/body")" ]] ||
      echo "note: ${names[i]} answers $(wc -c <"$scratch/seen") bytes, the others $(wc -c <"$scratch/body")"
    [[ -z ${bads[i]} || $(status "$i" "${bads[i]}") == 401 ]] || fail "${names[i]} does not refuse a bad credential"
  done
}

load() { # number, seconds; appends requests a second, p50 and p99 in microseconds to $scratch/figures-<number>
  "${wrk_core[@]}" wrk -t "$threads" -c "$connections" -d "${2}s" --latency -H "${goods[$1]}" \
    "http://127.0.0.1:${ports[$1]}$path" >"$scratch/wrk"
  ! grep -E 'Non-2xx|Socket errors' "$scratch/wrk" || fail "${names[$1]} did not answer all requests"
  awk '
    function micros(text) {
      if (text ~ /us$/) return text + 0
      if (text ~ /ms$/) return text * 1000
      return text * 1000000
    }
    $1 == "50%" { p50 = micros($2) }
    $1 == "99%" { p99 = micros($2) }
    $1 == "Requests/sec:" { rate = $2 }
    END { print rate, p50, p99 }' "$scratch/wrk" >>"$scratch/figures-$1"
}

# Called before each round: some credentials do not last.
renew() {
  :
}

# Lets them take turns, and prints the table.
compare() {
  local i round how hello rates rate
  check_contenders
  echo "Warming up ..." >&2
  for i in "${!names[@]}"; do
    load "$i" "$warm_up"
    rm "$scratch/figures-$i"
  done
  for round in $(seq "$rounds"); do
    echo "Round $round of $rounds" >&2
    renew
    for i in "${!names[@]}"; do
      load "$i" "$seconds"
    done
  done

  if [[ $pinned == yes ]]; then
    how="each server on one core, wrk on the other"
  else
    how="servers and wrk share $threads cores"
  fi
  echo
  echo "$how; $connections connections, $rounds rounds of $seconds s, a body of $(wc -c <"$scratch/body") bytes"
  echo
  printf '| %-28s | %10s | %8s | %8s | %8s | %-17s |\n' "" "requests/s" "of bare" "p50 us" "p99 us" "least to most"
  printf '|-%-28s-|-%10s-|-%8s-|-%8s-|-%8s-|-%-17s-|\n' "" "" "" "" "" "" | tr ' ' '-'
  hello=$(cut -d ' ' -f 1 "$scratch/figures-0" | median)
  for i in "${!names[@]}"; do
    rates=$(cut -d ' ' -f 1 "$scratch/figures-$i" | sort -g)
    rate=$(median <<<"$rates")
    printf '| %-28s | %10.0f | %8.3f | %8.0f | %8.0f | %-17s |\n' "${names[i]}" "$rate" \
      "$(awk "BEGIN { print $rate / $hello }")" \
      "$(cut -d ' ' -f 2 "$scratch/figures-$i" | median)" \
      "$(cut -d ' ' -f 3 "$scratch/figures-$i" | median)" \
      "$(printf '%.0f to %.0f' "$(head -n 1 <<<"$rates")" "$(tail -n 1 <<<"$rates")")"
  done
}
