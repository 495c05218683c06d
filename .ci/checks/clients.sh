#!/usr/bin/env bash
# The clients that the users of Zep and of the Redis Agent Memory Server have, on the routes that are served of both:
# each lists its own sessions page by page, and understands how it is refused.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=.ci/server.sh
. .ci/server.sh

zep_python=1.5.0
zep_js=0.10.0
agent_memory_client=0.14.0

for client in "zep-python==$zep_python" "agent-memory-client==$agent_memory_client"; do
  python3 -m venv "$work/${client%%=*}"
  "$work/${client%%=*}/bin/pip" -q install "$client"
done
npm install --silent --no-audit --no-fund --prefix "$work/js" "@getzep/zep-js@$zep_js"

secret=$(./memwarden secret generate -o json | sed -n 's/.*"secret":"\([^"]*\)".*/\1/p')
export ZEP_AUTH_SECRET=$secret API_KEYS='{"key-of-alice": "alice", "key-of-bob": "bob"}'
serve
await "$address"

remember() {
  curl -sSf -o /dev/null -H "X-API-Key: $1" -H "Content-Type: application/json" "$address/memories" \
    -d '{"messages":[{"role":"user","content":"I love tea"}],"infer":false,"run_id":"'"$2"'"}'
}
for session in s1 s2 s3 s4 s5; do
  remember key-of-alice "$session"
done
remember key-of-bob s1
token=$(./memwarden --generate-token)
alice=$(./memwarden token mint --sub alice)

"$work/zep-python/bin/python" - "$address" "$token" "$alice" "$secret" <<'END'
import sys
import warnings

from zep_python import ZepClient
from zep_python.exceptions import AuthError

address, token, alice, secret = sys.argv[1:]
# What it has to say about versions of servers.
warnings.simplefilter("error", UserWarning)

everybody = [session for page in ZepClient(address, token).memory.list_all_sessions(chunk_size=2) for session in page]
assert [(one.user_id, one.session_id) for one in everybody] == [
    ("alice", "s1"), ("alice", "s2"), ("alice", "s3"), ("alice", "s4"), ("alice", "s5"), ("bob", "s1"),
], everybody
assert [one.id for one in everybody] == [1, 2, 3, 4, 5, 6]
assert len({one.uuid for one in everybody}) == 6

own = [session for page in ZepClient(address, alice).memory.list_all_sessions(chunk_size=2) for session in page]
assert [one.session_id for one in own] == ["s1", "s2", "s3", "s4", "s5"], own

for wrong in (secret, "nonsense", None):
    try:
        ZepClient(address, wrong).memory.list_sessions()
    except AuthError:
        continue
    raise AssertionError(f"{wrong} opens something")
END
echo "ok    zep-python $zep_python"

cat >"$work/js/check.mjs" <<'END'
import assert from "node:assert";
import { createRequire } from "node:module";

const { ZepClient } = createRequire(import.meta.url)("@getzep/zep-js");
const [address, token, secret] = process.argv.slice(2);
console.warn = (message) => assert.fail(message);
const client = await ZepClient.init(address, token);
const sessions = [];
for await (const page of client.memory.listSessionsChunked(2)) {
  sessions.push(...page.map((session) => `${session.user_id} ${session.session_id}`));
}
assert.deepStrictEqual(sessions, ["alice s1", "alice s2", "alice s3", "alice s4", "alice s5", "bob s1"]);
await assert.rejects((await ZepClient.init(address, secret)).memory.listSessions(), { name: "AuthenticationError" });
END
node "$work/js/check.mjs" "$address" "$token" "$secret"
echo "ok    @getzep/zep-js $zep_js"

"$work/agent-memory-client/bin/python" - "$address" <<'END'
import asyncio
import sys

from agent_memory_client import create_memory_client
from agent_memory_client.exceptions import MemoryServerError


async def refusal(client, **query):
    try:
        await client.list_sessions(**query)
    except MemoryServerError as e:
        return e.status_code, str(e)
    raise AssertionError(f"{query} is not refused")


async def main():
    client = await create_memory_client(sys.argv[1])
    assert (await refusal(client))[0] == 401
    client._client.headers["Authorization"] = "Bearer key-of-alice"
    first = await client.list_sessions(limit=2)
    second = await client.list_sessions(limit=20, offset=2, user_id="alice")
    assert (first.sessions, first.total) == (["s1", "s2"], 5), first
    assert second.sessions == ["s3", "s4", "s5"], second
    assert (await client.list_sessions(namespace="travel")).sessions == []
    assert (await refusal(client, user_id="bob"))[0] == 403
    assert (await refusal(client, limit=101))[0] == 422
    client._client.headers["Authorization"] = "Bearer nonsense"
    status, message = await refusal(client)
    assert status == 401 and "Invalid token" in message, message
    await client.close()


asyncio.run(main())
END
echo "ok    agent-memory-client $agent_memory_client"
