"""Drives agent-memory-client through its methods, as alice and as bob. Takes the address of a server."""

import asyncio
import sys
from datetime import datetime, timedelta, timezone

from agent_memory_client import create_memory_client
from agent_memory_client.exceptions import MemoryNotFoundError, MemoryServerError
from agent_memory_client.filters import CreatedAt, Entities, MemoryType, Namespace, SessionId, Topics, UserId
from agent_memory_client.models import ClientMemoryRecord, CreateSummaryViewRequest, MemoryMessage, MemoryStrategyConfig, RecencyConfig, WorkingMemory


async def connect(address, user, **options):
    client = await create_memory_client(address, **options)
    client._client.headers["Authorization"] = f"Bearer key-of-{user}"
    return client


async def refused(call, status):
    try:
        await call
    except MemoryNotFoundError:
        assert status == 404, status
        return
    except MemoryServerError as error:
        assert error.status_code == status, error
        return
    raise AssertionError(f"not refused with {status}")


async def eventually(look):
    for _ in range(100):
        found = await look()
        if found:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come to pass")


def ids(results):
    return sorted(memory.id for memory in results.memories)


async def sessions(alice, bob):
    for session in ["s1", "s2", "s3", "s4", "s5"]:
        created, _ = await alice.get_or_create_working_memory(session)
        assert created
    await bob.get_or_create_working_memory("s1")
    first = await alice.list_sessions(limit=2)
    second = await alice.list_sessions(limit=20, offset=2, user_id="alice")
    assert (first.sessions, first.total) == (["s1", "s2"], 5), first
    assert second.sessions == ["s3", "s4", "s5"], second
    assert (await alice.list_sessions(namespace="travel")).sessions == []
    await refused(alice.list_sessions(user_id="bob"), 403)
    await refused(alice.list_sessions(limit=101), 422)


async def working_memory(alice, bob):
    at = datetime.now(timezone.utc) - timedelta(minutes=5)
    put = await alice.put_working_memory(
        "talk",
        WorkingMemory(
            session_id="talk",
            messages=[MemoryMessage(role="user", content="I love green tea", id="m1", created_at=at)],
            data={"theme": "dark"},
            ttl_seconds=3600,
        ),
        user_id="alice",
    )
    assert (put.user_id, put.tokens, put.ttl_seconds) == ("alice", 8, 3600), put
    created, got = await alice.get_or_create_working_memory("talk", user_id="alice", model_name="gpt-4o")
    assert not created and got.messages[0].created_at == at and got.context_percentage_total_used > 0
    await refused(alice.get_working_memory("nowhere"), 404)
    await refused(bob.get_working_memory("talk"), 404)
    await refused(bob.get_working_memory("talk", user_id="alice"), 403)

    data = await alice.update_working_memory_data("talk", {"size": {"a": 1}}, user_id="alice")
    assert data.data == {"theme": "dark", "size": {"a": 1}}, data
    data = await alice.update_working_memory_data("talk", {"size": {"b": 2}}, merge_strategy="deep_merge")
    assert data.data["size"] == {"a": 1, "b": 2} and len(data.messages) == 1, data
    data = await alice.set_working_memory_data("talk", {"only": True})
    assert data.data == {"only": True} and len(data.messages) == 1, data
    more = await alice.append_messages_to_working_memory(
        "talk", [{"role": "assistant", "content": "So do I"}, MemoryMessage(role="user", content="Really?")]
    )
    assert [message.content for message in more.messages] == ["I love green tea", "So do I", "Really?"], more
    kept = await alice.add_memories_to_working_memory(
        "talk", [ClientMemoryRecord(id="fact", text="Prefers green tea", topics=["tea"], memory_type="semantic")]
    )
    assert kept.memories[0].id == "fact" and len(kept.messages) == 3, kept

    async def promoted():
        _, now = await alice.get_or_create_working_memory("talk")
        return all(message.persisted_at for message in now.messages) and now.memories[0].persisted_at

    await eventually(promoted)
    found = await alice.search_long_term_memory("green tea", session_id=SessionId(eq="talk"))
    assert {"I love green tea", "Prefers green tea"} <= {memory.text for memory in found.memories}, found
    assert (await alice.promote_working_memories_to_long_term("talk")).status == "ok"
    assert ids(await alice.search_long_term_memory("green tea", session_id=SessionId(eq="talk"))) == ids(found)

    short = await alice.put_working_memory(
        "long",
        WorkingMemory(
            session_id="long",
            messages=[MemoryMessage(role="user", content=f"sentence {i}", created_at=at) for i in range(100)],
            long_term_memory_strategy=MemoryStrategyConfig(strategy="summary", config={"n": 1}),
        ),
        context_window_max=100,
    )
    assert len(short.messages) < 10 and short.messages[-1].content == "sentence 99", short
    assert short.long_term_memory_strategy.strategy == "summary"
    assert (await alice.delete_working_memory("long")).status == "ok"
    await refused(alice.get_working_memory("long"), 404)
    assert (await bob.delete_working_memory("talk")).status == "ok"
    assert not (await alice.get_or_create_working_memory("talk"))[0]


async def long_term_memory(alice, bob):
    records = [
        ClientMemoryRecord(id="rome", text="Met Ann in Rome", topics=["travel"], entities=["Ann"], memory_type="episodic"),
        ClientMemoryRecord(id="dog", text="Has a dog called Rex", topics=["pets", "home"], memory_type="semantic"),
        ClientMemoryRecord(id="cat", text="Has a cat called Mia", topics=["pets"], memory_type="semantic", namespace="cats"),
    ]
    assert (await alice.create_long_term_memory(records)).status == "ok"
    assert len(await alice.bulk_create_long_term_memories([records], batch_size=2, delay_between_batches=0)) == 2
    await refused(alice.create_long_term_memory([ClientMemoryRecord(text="x", user_id="bob")]), 403)

    assert (await alice.get_long_term_memory("rome")).entities == ["Ann"]
    await refused(bob.get_long_term_memory("rome"), 404)
    edited = await alice.edit_long_term_memory("rome", {"text": "Met Ann in Rome in May", "topics": ["travel", "may"]})
    assert (edited.text, edited.topics) == ("Met Ann in Rome in May", ["travel", "may"]), edited
    await refused(bob.edit_long_term_memory("rome", {"text": "stolen"}), 404)
    await refused(alice.edit_long_term_memory("rome", {}), 400)

    async def search(client=alice, text="Met Ann in Rome", **filters):
        return ids(await client.search_long_term_memory(text, **filters))

    assert await search(topics=Topics(any=["pets"])) == ["cat", "dog"]
    assert await search(topics=Topics(all=["pets", "home"])) == ["dog"]
    assert "rome" in await search(topics=Topics(none=["pets"]))
    assert await search(entities=Entities(any=["Ann"])) == ["rome"]
    assert await search(namespace=Namespace(eq="cats")) == ["cat"]
    assert await search(namespace=Namespace(in_=["cats", "x"])) == ["cat"]
    assert "cat" not in await search(namespace=Namespace(not_eq="cats"))
    assert await search(memory_type=MemoryType(eq="episodic")) == ["rome"]
    assert "rome" not in await search(memory_type=MemoryType(not_in=["episodic"]))
    assert await search(created_at=CreatedAt(lte=datetime(2020, 1, 1, tzinfo=timezone.utc))) == []
    assert await search(user_id=UserId(not_eq="alice")) == []
    assert await search(client=bob) == []
    assert await search(client=bob, topics={"any": ["pets"]}) == []
    await refused(bob.search_long_term_memory("pets", user_id=UserId(eq="alice")), 403)
    near = await alice.search_long_term_memory(
        "Has a dog called Rex", distance_threshold=0.05, recency=RecencyConfig(recency_boost=False)
    )
    assert near.memories[0].id == "dog" and near.memories[0].dist < 0.05, near
    assert len([one async for one in alice.search_all_long_term_memories("pets", topics=Topics(any=["pets"]), batch_size=1)]) == 2
    tool = await alice.search_memory_tool("pets", topics=["pets"], max_results=1)
    assert tool["has_more"] and tool["next_offset"] == 1, tool

    assert (await bob.delete_long_term_memories(["dog"])).status == "ok, deleted 0 memories"
    assert (await alice.delete_long_term_memories(["dog", "nobodys"])).status == "ok, deleted 1 memories"
    await refused(alice.get_long_term_memory("dog"), 404)


async def prompts(alice, bob):
    prompt = await alice.memory_prompt("What do I drink?", session_id="talk", long_term_search={"limit": 3}, context_window_max=4000)
    texts = [message["content"]["text"] for message in prompt["messages"]]
    assert texts[0] == "I love green tea" and texts[-1] == "What do I drink?" and "Long term memories" in texts[-2], texts
    hydrated = await alice.hydrate_memory_prompt("Where was I?", topics={"any": ["travel"]})
    assert "Met Ann in Rome in May" in hydrated["messages"][0]["content"]["text"], hydrated
    assert "Ann" not in str(await bob.hydrate_memory_prompt("Where was I?", topics={"any": ["travel"]}))
    await refused(bob.memory_prompt("x", session_id="talk", user_id="alice"), 403)


async def summary_views(alice, bob):
    for session, text in [("v1", "Likes tea"), ("v1", "Likes jazz"), ("v2", "Likes chess")]:
        await alice.create_long_term_memory([ClientMemoryRecord(text=text, session_id=session, topics=["views"])])
    request = CreateSummaryViewRequest(
        name="Likes", source="long_term", group_by=["session_id"], filters={"topics": {"any": ["views"]}}, time_window_days=7
    )
    view = await alice.create_summary_view(request)
    assert (view.name, view.group_by, view.time_window_days, view.continuous) == ("Likes", ["session_id"], 7, False), view
    assert [one.id for one in await alice.list_summary_views()] == [view.id]
    assert (await alice.get_summary_view(view.id)).filters == {"topics": {"any": ["views"]}}
    unsupported = CreateSummaryViewRequest(source="long_term", group_by=["topics"])
    await refused(alice.create_summary_view(unsupported), 400)
    await refused(alice.create_summary_view(CreateSummaryViewRequest(source="working_memory", group_by=[])), 400)

    one = await alice.run_summary_view_partition(view.id, {"session_id": "v1"})
    assert (one.group, one.memory_count, one.summary) == ({"session_id": "v1"}, 2, "- Likes tea\n- Likes jazz"), one
    await refused(alice.run_summary_view_partition(view.id, {"user_id": "alice"}), 400)
    task = await alice.run_summary_view(view.id, force=True)
    assert task.type == "summary_view_full_run" and task.view_id == view.id, task

    async def done():
        return (await alice.get_task(task.id)).status == "success"

    await eventually(done)
    both = await alice.list_summary_view_partitions(view.id)
    assert sorted(one.group["session_id"] for one in both) == ["v1", "v2"], both
    chess = await alice.list_summary_view_partitions(view.id, session_id="v2")
    assert [one.summary for one in chess] == ["- Likes chess"], chess
    assert await alice.list_summary_view_partitions(view.id, namespace="n", user_id="alice", memory_type="x") == []

    assert await bob.list_summary_views() == []
    assert await bob.get_summary_view(view.id) is None and await bob.get_task(task.id) is None
    await refused(bob.run_summary_view_partition(view.id, {"session_id": "v1"}), 404)
    await refused(bob.list_summary_view_partitions(view.id), 404)
    await refused(bob.run_summary_view(view.id), 404)
    assert (await bob.delete_summary_view(view.id)).status == "ok"
    assert (await alice.delete_summary_view(view.id)).status == "ok"
    assert await alice.get_summary_view(view.id) is None and await alice.list_summary_views() == []


async def tools(alice):
    assert "talk" in str(await alice.get_working_memory_tool("talk"))
    assert (await alice.get_or_create_working_memory_tool("tools"))["created"]
    added = await alice.add_memory_tool("tools", "Plays chess", memory_type="semantic", topics=["games"])
    assert added["success"], added
    assert (await alice.update_memory_data_tool("tools", {"a": 1}))["success"]
    call = {"name": "eagerly_create_long_term_memory", "arguments": {"memories": [{"text": "Likes jazz", "memory_type": "semantic"}]}}
    answer = await alice.resolve_function_call(call["name"], call["arguments"], session_id="tools")
    assert answer["success"], answer


async def namespaces(address):
    travel = await connect(address, "alice", default_namespace="travel", default_model_name="gpt-4o")
    assert (await travel.get_or_create_working_memory("s1"))[0]
    assert (await travel.list_sessions()).sessions == ["s1"]
    await travel.create_long_term_memory([ClientMemoryRecord(id="t", text="Goes by train")])
    assert ids(await travel.search_long_term_memory("train")) == ["t"]
    await travel.delete_working_memory("s1")
    await travel.close()


async def main():
    address = sys.argv[1]
    stranger = await create_memory_client(address)
    await refused(stranger.list_sessions(), 401)
    stranger._client.headers["Authorization"] = "Bearer nonsense"
    await refused(stranger.list_sessions(), 401)
    await stranger.close()
    alice = await connect(address, "alice")
    bob = await connect(address, "bob")
    await sessions(alice, bob)
    await working_memory(alice, bob)
    await long_term_memory(alice, bob)
    await prompts(alice, bob)
    await summary_views(alice, bob)
    await tools(alice)
    await namespaces(address)
    await alice.close()
    await bob.close()


asyncio.run(main())
