// Every method of @getzep/zep-js: see zep-clients.sh.
import assert from "node:assert";
import { createRequire } from "node:module";

const { Memory, MemorySearchPayload, Message, Session, ZepClient } = createRequire(import.meta.url)("@getzep/zep-js");
const [address, token, alice, secret] = process.argv.slice(2);
console.warn = (message) => assert.fail(message);
const notFound = { name: "NotFoundError" };

const app = await ZepClient.init(address, token);
await app.user.add({ user_id: "alice", email: "alice@example.org" });
await app.user.add({ user_id: "erin", metadata: { n: 1 } });
const changed = await app.user.update({ user_id: "erin", first_name: "Erin", metadata: { m: 2 } });
assert.deepStrictEqual(changed.metadata, { n: 1, m: 2 });
assert.strictEqual((await app.user.get("erin")).first_name, "Erin");
const users = [];
for await (const page of app.user.listChunked(2)) {
  users.push(...page.map((user) => user.user_id));
}
assert.deepStrictEqual(users.slice(-2), ["alice", "erin"]);
assert.strictEqual((await app.user.list(1)).length, 1);
await assert.rejects(app.user.add({ user_id: "erin" }), { name: "APIError" });

for (const session of ["e1", "e2", "e3"]) {
  await app.memory.addSession(new Session({ session_id: session, user_id: "erin", metadata: { k: { a: 1 } } }));
}
const grown = await app.memory.updateSession(new Session({ session_id: "e1", metadata: { k: { b: 2 } } }));
assert.deepStrictEqual(grown.metadata, { k: { a: 1, b: 2 } });
assert.deepStrictEqual((await app.memory.getSession("e1")).metadata, grown.metadata);
await assert.rejects(app.memory.getSession("nowhere"), notFound);
const sessions = [];
for await (const page of app.memory.listSessionsChunked(2)) {
  sessions.push(...page.map((session) => `${session.user_id} ${session.session_id}`));
}
assert.deepStrictEqual(sessions.slice(-3), ["erin e1", "erin e2", "erin e3"]);
assert.strictEqual((await app.user.getSessions("erin")).length, 3);

const messages = [
  new Message({ role: "user", content: "I love green tea", metadata: { mood: "calm" } }),
  new Message({ role: "assistant", content: "Noted: green tea" }),
];
assert.strictEqual(await app.memory.addMemory("e1", new Memory({ messages })), "OK");
const memory = await app.memory.getMemory("e1");
assert.deepStrictEqual(memory.messages.map((one) => one.content), ["I love green tea", "Noted: green tea"]);
assert.strictEqual((await app.memory.getMemory("e1", 1)).messages[0].content, "Noted: green tea");
const [first] = await app.message.getSessionMessages("e1", 1, 1);
assert.strictEqual(first.content, "I love green tea");
assert.strictEqual((await app.message.getSessionMessage("e1", first.uuid)).role, "user");
const marked = await app.message.updateSessionMessageMetadata("e1", first.uuid, { seen: true });
assert.deepStrictEqual(marked.metadata, { mood: "calm", seen: true });

const found = await app.memory.searchMemory("e1", new MemorySearchPayload({ text: "drink" }), 1);
assert.strictEqual(found.length, 1);
const varied = new MemorySearchPayload({
  text: "drink",
  search_type: "mmr",
  mmr_lambda: 0.4,
  metadata: { where: { jsonpath: '$ ? (@.mood == "calm")' } },
});
assert.deepStrictEqual(
  (await app.memory.searchMemory("e1", varied)).map((one) => one.message.content),
  ["I love green tea"],
);

const recipes = await app.document.addCollection({
  name: "recipes",
  embeddingDimensions: 384,
  description: "To cook",
  metadata: { k: 1 },
});
assert.deepStrictEqual([recipes.name, recipes.description, recipes.metadata], ["recipes", "To cook", { k: 1 }]);
await assert.rejects(app.document.addCollection({ name: "recipes", embeddingDimensions: 384 }), { name: "APIError" });
const uuids = await recipes.addDocuments([
  { content: "Brew green tea at 80 degrees", document_id: "tea", metadata: { minutes: 3 } },
  { content: "Let the dough rise overnight", document_id: "bread", metadata: { minutes: 600 } },
]);
assert.strictEqual(new Set(uuids).size, 2);
await recipes.updateDocument({ uuid: uuids[0], documentId: "hot-tea", metadata: { minutes: 2 } });
const tea = await recipes.getDocument(uuids[0]);
assert.deepStrictEqual([tea.document_id, tea.metadata], ["hot-tea", { minutes: 2 }]);
assert.strictEqual(tea.embedding.length, 384);
assert.deepStrictEqual((await recipes.getDocuments(uuids)).map((one) => one.document_id), ["hot-tea", "bread"]);
const updated = await app.document.updateCollection({ name: "recipes", description: "To eat", metadata: { k: 2 } });
assert.deepStrictEqual(
  [updated.description, updated.metadata, updated.document_count, updated.status],
  ["To eat", { k: 2 }, 2, "ready"],
);
const [hot, vector] = await recipes.searchReturnQueryVector({ text: "How hot should the water be?" }, 1);
assert.deepStrictEqual(hot.map((one) => one.uuid), [uuids[0]]);
assert.strictEqual(vector.length, 384);
assert.deepStrictEqual((await recipes.search({ embedding: vector })).map((one) => one.uuid), uuids);
const where = { where: { jsonpath: "$ ? (@.minutes > 60)" } };
const slow = await recipes.search({ text: "anything", metadata: where, searchType: "mmr", mmrLambda: 0.4 });
assert.deepStrictEqual(slow.map((one) => one.document_id), ["bread"]);
assert.deepStrictEqual((await recipes.search({ metadata: where })).map((one) => one.document_id), ["bread"]);
await recipes.createIndex(true);
await recipes.deleteDocument(uuids[0]);
await assert.rejects(recipes.getDocument(uuids[0]), notFound);

const points = await app.document.addCollection({ name: "points", embeddingDimensions: 8, isAutoEmbedded: false });
await points.addDocuments([
  { content: "east", embedding: new Float32Array([0.9, 0.1, 0, 0, 0, 0, 0, 0]) },
  { content: "north", embedding: new Float32Array([0.1, 0.9, 0, 0, 0, 0, 0, 0]) },
]);
const [north] = await points.search({ embedding: new Float32Array([0.5, 0.75, 0, 0, 0, 0, 0, 0]) });
assert.strictEqual(north.content, "north");
assert.deepStrictEqual(north.embedding, new Float32Array([0.1, 0.9, 0, 0, 0, 0, 0, 0]));
assert.deepStrictEqual((await app.document.listCollections()).map((one) => one.name), ["recipes", "points"]);
await assert.rejects(points.addDocuments([]), Error);

const own = await ZepClient.init(address, alice);
assert.deepStrictEqual(await own.memory.listSessions(), []);
await assert.rejects(own.memory.getSession("e1"), notFound);
await assert.rejects(own.user.get("erin"), { name: "APIError" });

assert.deepStrictEqual(await own.document.listCollections(), []);
await assert.rejects(own.document.getCollection("points"), notFound);
await assert.rejects(own.document.deleteCollection("points"), notFound);
for (const name of ["points", "recipes"]) {
  await app.document.deleteCollection(name);
  await assert.rejects(app.document.getCollection(name), notFound);
}

assert.strictEqual(await app.memory.deleteMemory("e1"), "OK");
await assert.rejects(app.memory.deleteMemory("e1"), notFound);
assert.strictEqual(await app.user.delete("erin"), "OK");
assert.deepStrictEqual(await app.user.getSessions("erin"), []);
await assert.rejects((await ZepClient.init(address, secret)).memory.listSessions(), { name: "AuthenticationError" });
