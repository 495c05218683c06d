"""Every method of zep-python: see zep-clients.sh."""

import asyncio
import sys
import uuid
import warnings

from zep_python import ZepClient
from zep_python.document import Document
from zep_python.exceptions import APIError, AuthError, NotFoundError
from zep_python.memory.models import Memory, MemorySearchPayload, Session
from zep_python.message.models import Message
from zep_python.user.models import CreateUserRequest, UpdateUserRequest

address, token, alice, bob, secret = sys.argv[1:]
# What it has to say about versions of servers.
warnings.simplefilter("error", UserWarning)


def refused(kind, call, *arguments):
    try:
        call(*arguments)
    except kind as e:
        return e
    raise AssertionError(f"{call} {arguments} is not refused")


# An application with the one token, as the original has it: users, their sessions, what they say.
app = ZepClient(address, token)
for name in ("alice", "bob", "carol"):
    added = app.user.add(CreateUserRequest(user_id=name, email=f"{name}@example.org", metadata={"n": 1}))
    assert (added.user_id, added.metadata) == (name, {"n": 1}), added
refused(APIError, app.user.add, CreateUserRequest(user_id="alice"))
assert [user.user_id for page in app.user.list_chunked(2) for user in page] == ["alice", "bob", "carol"]
assert [user.id for user in app.user.list()] == [1, 2, 3]
changed = app.user.update(UpdateUserRequest(user_id="alice", first_name="Alice", metadata={"m": 2}))
assert (changed.first_name, changed.email, changed.metadata) == ("Alice", "alice@example.org", {"n": 1, "m": 2}), changed
assert app.user.get("alice") == changed
refused(NotFoundError, app.user.get, "nobody")

for number in range(1, 6):
    made = app.memory.add_session(Session(session_id=f"a{number}", user_id="alice", metadata={"k": {"n": number}}))
    assert (made.id, made.user_id) == (number, "alice"), made
app.memory.add_session(Session(session_id="b1", user_id="bob"))
refused(APIError, app.memory.add_session, Session(session_id="a1", user_id="alice"))
refused(APIError, app.memory.add_session, Session(session_id="x", user_id="nobody"))
everybody = [one for page in app.memory.list_all_sessions(chunk_size=2) for one in page]
assert [(one.user_id, one.session_id) for one in everybody] == [
    ("alice", "a1"), ("alice", "a2"), ("alice", "a3"), ("alice", "a4"), ("alice", "a5"), ("bob", "b1"),
], everybody
assert [one.id for one in everybody] == [1, 2, 3, 4, 5, 6]
assert len({one.uuid for one in everybody}) == 6
assert [one.session_id for one in app.user.get_sessions("alice")] == ["a1", "a2", "a3", "a4", "a5"]
grown = app.memory.update_session(Session(session_id="a1", metadata={"k": {"m": 1}}))
assert grown.metadata == {"k": {"n": 1, "m": 1}}, grown
assert app.memory.get_session("a1").metadata == grown.metadata
refused(NotFoundError, app.memory.get_session, "nowhere")

chosen = str(uuid.uuid4())
said = [
    Message(role="user", content="I love green tea", metadata={"mood": "calm", "n": 1}, uuid=chosen),
    Message(role="assistant", content="Noted: green tea", token_count=4),
    Message(role="user", content="Book a train to Rome", metadata={"mood": "busy", "n": 2}),
]
assert app.memory.add_memory("a1", Memory(messages=said)) == "OK"
memory = app.memory.get_memory("a1")
assert [(one.role, one.content) for one in memory.messages] == [(one.role, one.content) for one in said], memory
assert memory.messages[0].uuid == chosen and memory.messages[1].token_count == 4
assert memory.summary is not None and memory.summary.content == ""
assert len(app.memory.get_memory("a1", lastn=2).messages) == 2
assert app.memory.get_memory("nowhere").messages == []

page = app.message.get_session_messages("a1", limit=2, cursor=2)
assert [one.content for one in page] == ["Book a train to Rome"], page
assert app.message.get_session_message("a1", chosen).content == "I love green tea"
# The client sends what it is given as the whole body.
marked = app.message.update_message_metadata("a1", chosen, {"metadata": {"seen": True}})
assert marked.metadata == {"mood": "calm", "n": 1, "seen": True}, marked
refused(NotFoundError, app.message.get_session_message, "a1", str(uuid.uuid4()))

best = app.memory.search_memory("a1", MemorySearchPayload(text="Which drink?"), limit=2)
assert len(best) == 2 and "tea" in best[0].message["content"] and best[0].dist > best[1].dist > -1, best
varied = MemorySearchPayload(text="Which drink?", search_type="mmr", mmr_lambda=0.3)
assert len(app.memory.search_memory("a1", varied)) == 3
busy = MemorySearchPayload(text="anything", metadata={"where": {"jsonpath": '$[*] ? (@.mood == "busy")'}})
assert [one.message["content"] for one in app.memory.search_memory("a1", busy)] == ["Book a train to Rome"]
either = {"where": {"or": [{"jsonpath": "$ ? (@.n == 1)"}, {"jsonpath": "$ ? (@.n == 2)"}]}, "start_date": "2020-01-01"}
assert len(app.memory.search_memory("a1", MemorySearchPayload(metadata=either))) == 2
assert app.memory.search_memory("a1", MemorySearchPayload(text="tea", search_scope="summary")) == []
refused(APIError, app.memory.search_memory, "a1", MemorySearchPayload())


async def asynchronously():
    async with ZepClient(address, token) as client:
        assert [one.id async for page in client.memory.alist_all_sessions(4) for one in page] == [1, 2, 3, 4, 5, 6]
        assert (await client.memory.aget_session("a2")).metadata == {"k": {"n": 2}}
        await client.memory.aadd_session(Session(session_id="c1", user_id="carol"))
        await client.memory.aupdate_session(Session(session_id="c1", metadata={"a": 1}))
        assert len(await client.memory.alist_sessions(limit=3, cursor=6)) == 1
        assert await client.memory.aadd_memory("c1", Memory(messages=said[1:])) == "OK"
        messages = (await client.memory.aget_memory("c1")).messages
        assert len(messages) == 2
        assert len(await client.message.aget_session_messages("c1")) == 2
        assert (await client.message.aget_session_message("c1", messages[0].uuid)).role == "assistant"
        await client.message.aupdate_message_metadata("c1", messages[0].uuid, {"metadata": {"a": 1}})
        assert len(await client.memory.asearch_memory("c1", MemorySearchPayload(text="tea"))) == 2
        assert (await client.user.aget("carol")).email == "carol@example.org"
        await client.user.aupdate(UpdateUserRequest(user_id="carol", last_name="C"))
        assert [len(page) async for page in client.user.alist_chunked(2)] == [2, 1]
        assert len(await client.user.alist(limit=1)) == 1
        assert len(await client.user.aget_sessions("carol")) == 1
        assert await client.memory.adelete_memory("c1") == "OK"
        await client.user.aadd(CreateUserRequest(user_id="dave"))
        await client.user.adelete("dave")


asyncio.run(asynchronously())

# Collections, first one whose vectors are made by the server.
recipes = app.document.add_collection("Recipes", embedding_dimensions=384, description="To cook", metadata={"k": 1})
assert (recipes.name, recipes.description, recipes.metadata) == ("recipes", "To cook", {"k": 1}), recipes
assert recipes.is_auto_embedded and recipes.embedding_dimensions == 384 and recipes.status == "pending", recipes
refused(APIError, app.document.add_collection, "recipes", 384)
uuids = recipes.add_documents([
    Document(content="Brew green tea at 80 degrees", document_id="tea", metadata={"minutes": 3}),
    Document(content="Let the dough rise overnight", document_id="bread", metadata={"minutes": 600}),
])
assert len(set(uuids)) == 2, uuids
refused(APIError, recipes.add_documents, [Document(content="again", document_id="tea")])
recipes = app.document.update_collection("recipes", description="To eat", metadata={"k": 2})
assert (recipes.description, recipes.metadata) == ("To eat", {"k": 2}), recipes
assert (recipes.document_count, recipes.document_embedded_count, recipes.status) == (2, 2, "ready"), recipes
assert [one.name for one in app.document.list_collections()] == ["recipes"]
tea = recipes.get_document(uuids[0])
assert (tea.content, tea.document_id, tea.metadata) == ("Brew green tea at 80 degrees", "tea", {"minutes": 3}), tea
assert tea.is_embedded and len(tea.embedding) == 384
recipes.update_document(uuids[0], document_id="hot-tea", metadata={"minutes": 2})
assert [(one.document_id, one.metadata["minutes"]) for one in recipes.get_documents(uuids)] == [
    ("hot-tea", 2), ("bread", 600),
]
found, vector = recipes.search_return_query_vector(text="How hot should the water be?", limit=1)
assert [one.uuid for one in found] == [uuids[0]] and 0.5 < found[0].score < 1 and len(vector) == 384, found
assert [one.uuid for one in recipes.search(embedding=vector)] == uuids
assert len(recipes.search(text="water", search_type="mmr", mmr_lambda=0.4)) == 2
slow = {"where": {"and": [{"jsonpath": "$[*] ? (@.minutes > 60)"}]}}
assert [one.document_id for one in recipes.search(text="anything", metadata=slow)] == ["bread"]
assert [one.document_id for one in recipes.search(metadata=slow)] == ["bread"]
recipes.create_index(force=True)
recipes.delete_document(uuids[0])
refused(NotFoundError, recipes.get_document, uuids[0])
refused(NotFoundError, recipes.delete_document, uuids[0])
refused(NotFoundError, recipes.get_documents, uuids[:1])
refused(NotFoundError, app.document.get_collection, "nowhere")

# Then one with vectors of the client's own model, and more documents than go into one request.
points = app.document.add_collection("points", embedding_dimensions=8, is_auto_embedded=False)
many = [Document(content=f"p{n}", embedding=[1.0, n / 100, 0, 0, 0, 0, 0, 0]) for n in range(30)]
assert len(points.add_documents(many, batch_size=8)) == 30
refused(APIError, points.add_documents, [Document(content="x")])
refused(APIError, points.add_documents, [Document(content="x", embedding=[1.0, 2.0])])
assert [one.content for one in points.search(embedding=[1.0, 0.29, 0, 0, 0, 0, 0, 0], limit=2)] == ["p29", "p28"]
assert points.search(embedding=[1.0, 0, 0, 0, 0, 0, 0, 0], limit=1)[0].embedding == many[0].embedding
refused(APIError, points.search, "a text")


async def documents():
    async with ZepClient(address, token) as client:
        notes = await client.document.aadd_collection("notes1", 384, metadata={"a": 1})
        notes = await client.document.aupdate_collection(notes.name, description="of mine")
        assert (notes.description, notes.metadata) == ("of mine", {"a": 1}), notes
        (note,) = await notes.aadd_documents([Document(content="green tea")])
        await notes.aupdate_document(note, metadata={"b": 2})
        assert (await notes.aget_document(note)).metadata == {"b": 2}
        assert len(await notes.aget_documents([note])) == 1
        assert [one.uuid for one in await notes.asearch(text="tea")] == [note]
        assert len((await notes.asearch_return_query_vector(text="tea"))[1]) == 384
        assert len(await client.document.alist_collections()) == 3
        await notes.adelete_document(note)
        await client.document.adelete_collection("notes1")
        refused(NotFoundError, app.document.get_collection, "notes1")


asyncio.run(documents())

# People with tokens of their own: each sees its own, and the ids of others lead nowhere.
own = ZepClient(address, alice)
assert [one.session_id for page in own.memory.list_all_sessions(2) for one in page] == ["a1", "a2", "a3", "a4", "a5"]
assert [one.user_id for one in own.user.list()] == ["alice"]
his = ZepClient(address, bob)
assert his.memory.add_memory("a1", Memory(messages=[Message(role="user", content="mine", uuid=chosen)])) == "OK"
assert [one.content for one in his.memory.get_memory("a1").messages] == ["mine"]
assert [one.session_id for one in his.memory.list_sessions()] == ["b1", "a1"]
refused(NotFoundError, his.memory.get_session, "a2")
refused(NotFoundError, his.memory.delete_memory, "a2")
assert his.memory.search_memory("a2", MemorySearchPayload(text="tea")) == []
for refusal in (
    refused(APIError, his.user.get, "alice"),
    refused(APIError, his.user.delete, "alice"),
    refused(APIError, his.memory.add_session, Session(session_id="x", user_id="alice")),
):
    assert "403" in str(refusal) or "forbidden" in str(refusal), refusal

assert his.document.list_collections() == []
refused(NotFoundError, his.document.get_collection, "points")
mine = his.document.add_collection("points", embedding_dimensions=384)
assert mine.document_count == 0 and mine.search(text="p1") == []
refused(NotFoundError, mine.get_document, uuids[1])
his.document.delete_collection("points")
assert app.document.get_collection("points").document_count == 30
for name in ("points", "recipes"):
    app.document.delete_collection(name)
refused(NotFoundError, app.document.delete_collection, "points")
assert app.document.list_collections() == []

assert his.memory.delete_memory("a1") == "OK"
assert app.memory.delete_memory("a1") == "OK"
refused(NotFoundError, app.memory.delete_memory, "a1")
app.user.delete("alice")
refused(NotFoundError, app.user.get, "alice")
assert app.user.get_sessions("alice") == []
# Profile data and sessions are gone, and alice still is who she is.
assert own.memory.list_sessions() == []

for wrong in (secret, "nonsense", None):
    refused(AuthError, ZepClient(address, wrong).memory.list_sessions)
