package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Rule;
import dev.memwarden.memory.Answerer;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.Extractor;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.MemoryIndex;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Totals;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Head;
import dev.memwarden.server.http.Headers;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.Received;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.stores.Stores;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// The whole request path of this dialect on memory in a map. A key is the name of whom it proves.
final class Served {
  static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  /// What is remembered, unless other stores were given.
  final MapStore store;

  private final Map<String, Identity> keys;
  private final Pipeline pipeline;

  Served(Rule... rules) {
    this(false, rules);
  }

  Served(boolean statsProtected, Rule... rules) {
    this(new MapStore(), statsProtected, rules);
  }

  private Served(MapStore store, boolean statsProtected, Rule... rules) {
    this(
        store,
        store,
        store,
        store,
        new LengthEmbedder(),
        new VerbatimExtractor(),
        new ExtractiveAnswerer(),
        statsProtected,
        rules);
  }

  /// With something that finds and changes memories, and something that answers from them.
  Served(MapStore store, Extractor extractor, Answerer answerer) {
    this(store, store, store, store, new LengthEmbedder(), extractor, answerer, false);
  }

  /// On stores and a model as in production.
  Served(Stores stores, Embedder embedder) {
    this(
        new MapStore(),
        stores.memories(),
        stores.index(),
        stores.totals(),
        embedder,
        new VerbatimExtractor(),
        new ExtractiveAnswerer(),
        false);
  }

  private Served(
      MapStore store,
      MemoryStore memories,
      MemoryIndex index,
      Totals.Source totals,
      Embedder embedder,
      Extractor extractor,
      Answerer answerer,
      boolean statsProtected,
      Rule... rules) {
    this.store = store;
    keys =
        Map.of(
            "alice", identity(Principal.Kind.USER, "alice", Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
            "bob", identity(Principal.Kind.USER, "bob", Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
            "reader",
                identity(Principal.Kind.USER, "alice", Set.of(Action.MEMORY_READ), Box.EVERYWHERE),
            "writer",
                identity(Principal.Kind.USER, "alice", Set.of(Action.MEMORY_WRITE), Box.EVERYWHERE),
            "planner",
                identity(
                    Principal.Kind.USER,
                    "alice",
                    Action.MEMORY_AND_CHAT,
                    Box.EVERYWHERE.with(Axis.AGENT, Extent.of("planner"))),
            "service",
                identity(Principal.Kind.SERVICE, "svc", Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
            "admin", identity(Principal.Kind.ADMIN, "root", Action.ALL, Box.EVERYWHERE));
    AtomicInteger ids = new AtomicInteger();
    var engine =
        new MemoryEngine(
            memories, index, embedder, extractor, NOON, () -> "m" + ids.incrementAndGet());
    var policy = new Policy(List.of(rules), NOON);
    var gate = Gate.guarded(new Keys(), _ -> new Refused(Refusal.UNKNOWN_KEY), () -> policy);
    var dialect = new Mem0Dialect(engine, answerer, totals, embedder.model(), statsProtected);
    pipeline =
        new Pipeline(
            gate,
            List.of(dialect),
            PipelineConfig.DEFAULT,
            new AuthEvents(NOON),
            new RequestIds("test"));
  }

  Identity identity(String key) {
    return keys.get(key);
  }

  /// Answers `method target` with `key` as the credential; an empty key presents none.
  Reply call(String key, String request, String body) {
    String[] line = request.split(" ", 2);
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry("Host", "localhost:8000"));
    if (!key.isEmpty()) {
      fields.add(Map.entry("X-API-Key", key));
    }
    return answer(line[0], line[1], fields, body);
  }

  Reply answer(String method, String target, List<Map.Entry<String, String>> fields, String body) {
    var head = new Head(method, target, Headers.of(fields), HERE);
    return pipeline.answer(new Received(head, Body.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  Reply call(String key, String request) {
    return call(key, request, "");
  }

  /// Remembers a text for a user, and says its id.
  String remember(String user, String text) {
    Reply reply =
        call(
            user,
            "POST /memories",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(text));
    return reply.json().orElseThrow().at("/added_memories/0/id").stringValue();
  }

  /// `status body`.
  static String text(Reply reply) {
    return reply.status() + " " + new String(reply.bytes(), StandardCharsets.UTF_8);
  }

  private static Identity identity(
      Principal.Kind kind, String id, Set<Action> actions, Box ceiling) {
    return new Identity(
        new Principal(kind, "default", id),
        Set.of(),
        Ceiling.of(actions, ceiling),
        new CredentialRef(CredentialRef.Kind.API_KEY, "key-of-" + id));
  }

  /// Knows all keys by heart.
  private final class Keys implements Authenticator<Credential.ApiKey> {

    @Override
    public Authentication authenticate(Credential.ApiKey credential, InetAddress from) {
      Identity identity = keys.get(credential.text().revealText());
      return identity == null ? new Refused(Refusal.UNKNOWN_KEY) : new Authenticated(identity);
    }

    @Override
    public Optional<Authentication> ifCached(Credential.ApiKey credential, InetAddress from) {
      return Optional.of(authenticate(credential, from));
    }
  }
}
