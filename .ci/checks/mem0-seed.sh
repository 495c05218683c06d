#!/usr/bin/env bash
# The five test commands and the Python example of the original memory server's documentation, as they stand,
# against a server that knows nothing but its API_KEYS map.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# shellcheck source=.ci/server.sh
. .ci/server.sh

export API_KEYS='{"sk-alice-test-key-12345": "alice", "sk-bob-test-key-67890": "bob", "sk-carol-test-key-abcdef": "carol"}'
start ./memwarden serve --data "$work/data"
await http://localhost:8000

failed=0
# Compares a status and a body with what the documentation says; the body is a regular expression.
expect() {
  local name=$1 status=$2 body=$3 got
  got=$(cat "$work/status")
  if [[ $got == "$status" ]] && grep -qE -- "$body" "$work/body"; then
    echo "ok    $name"
  else
    echo "FAIL  $name: $got $(cat "$work/body")"
    failed=1
  fi
}
# Adds where the reply goes; the rest of the command is the documentation's.
curl() { command curl -sS -o "$work/body" -w '%{http_code}' "$@" >"$work/status"; }

# Test 1: no API key
curl -X POST "http://localhost:8000/memories" \
  -H "Content-Type: application/json" \
  -d '{"messages":[{"role":"user","content":"Test"}],"user_id":"alice"}'
expect "no API key" 403 '^\{"detail":"Not authenticated"\}$'

# Test 2: invalid API key
curl -X POST "http://localhost:8000/memories" \
  -H "Content-Type: application/json" \
  -H "X-API-Key: invalid-key" \
  -d '{"messages":[{"role":"user","content":"Test"}],"user_id":"alice"}'
expect "invalid API key" 401 '^\{"detail":"Invalid API key"\}$'

# Test 3: valid API key
curl -X POST "http://localhost:8000/memories" \
  -H "Content-Type: application/json" \
  -H "X-API-Key: sk-alice-test-key-12345" \
  -d '{"messages":[{"role":"user","content":"My name is Alice"}],"user_id":"alice"}'
expect "valid API key" 200 '^\{"added_memories":\[\{.*\}\],"message":"Memories added successfully"\}$'

# Test 4: cross-user access
curl -X POST "http://localhost:8000/memories" \
  -H "Content-Type: application/json" \
  -H "X-API-Key: sk-alice-test-key-12345" \
  -d '{"messages":[{"role":"user","content":"Test"}],"user_id":"bob"}'
expect "cross-user access" 403 \
  "^\{\"detail\":\"Access denied: You can only add memories for yourself \(authenticated as 'alice'\)\"\}$"

# Test 5: authenticated chat and search
curl -X POST "http://localhost:8000/chat" \
  -H "Content-Type: application/json" \
  -H "X-API-Key: sk-alice-test-key-12345" \
  -d '{"message":"What do you know about me?","user_id":"alice"}'
expect "authenticated chat" 200 '^\{"response":"Based on your memories.*","memories_used":1'

for thing in "I play tennis on Sundays" "My tennis racket is red" "I saw a tennis match in Paris" "I like tennis"; do
  curl -X POST "http://localhost:8000/memories" -H "Content-Type: application/json" \
    -H "X-API-Key: sk-bob-test-key-67890" \
    -d "{\"messages\":[{\"role\":\"user\",\"content\":\"$thing\"}],\"user_id\":\"bob\"}"
done
curl -X POST "http://localhost:8000/memories/search" \
  -H "Content-Type: application/json" \
  -H "X-API-Key: sk-bob-test-key-67890" \
  -d '{"query":"tennis","user_id":"bob"}'
expect "authenticated search" 200 '^\{"memories":\[.*\],"total_count":4\}$'

# The stats row of the documentation's table of results
curl "http://localhost:8000/stats/bob" -H "X-API-Key: sk-alice-test-key-12345"
expect "stats isolation" 403 '^\{"detail":"Access denied: '

# The Python example; its user is fresh, so that the answer rests on this one memory.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check requests==2.32.5
sed -e 's/sk-alice-test-key-12345/sk-carol-test-key-abcdef/' -e 's/alice/carol/' >"$work/example.py" <<'PYTHON'
import requests

# Configure API key
API_KEY = "sk-alice-test-key-12345"
BASE_URL = "http://localhost:8000"

headers = {
    "Content-Type": "application/json",
    "X-API-Key": API_KEY
}

# Add memory
response = requests.post(
    f"{BASE_URL}/memories",
    headers=headers,
    json={
        "messages": [{"role": "user", "content": "I love Python programming"}],
        "user_id": "alice"
    }
)

print(response.json())

# Chat with memory
response = requests.post(
    f"{BASE_URL}/chat",
    headers=headers,
    json={
        "message": "What do I love?",
        "user_id": "alice"
    }
)

print(response.json()["response"])
PYTHON
"$work/venv/bin/python" "$work/example.py" >"$work/body"
echo 200 >"$work/status"
expect "Python example" 200 '^Based on your memories, you love Python programming$'

exit "$failed"
