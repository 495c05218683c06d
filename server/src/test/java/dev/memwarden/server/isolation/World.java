package dev.memwarden.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authenticators;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.policy.PolicyText;
import dev.memwarden.auth.token.TokenJudges;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.Issuance;
import dev.memwarden.server.IssuerUrl;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.dialect.redisams.RedisAmsDialect;
import dev.memwarden.server.dialect.zep.ZepDialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Head;
import dev.memwarden.server.http.Headers;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.Received;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.oauth.OAuthDialect;
import dev.memwarden.server.own.HandshakeRoutes;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.lucene.IndexProgress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A whole server over a data folder, without a socket, with random people, keys, policy and memory
/// in it.
final class World implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.7");
  private static final List<String> TENANTS = List.of("default", "acme");
  private static final List<String> WORDS =
      List.of("memory:read", "memory:write", "memory:delete", "chat", "keys:manage");

  private final Stores stores;
  private final MemoryEngine engine;
  private final Pipeline pipeline;
  private final Snapshot truth;
  private final Ownership judge;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private final InstantSource clock = now::get;
  private final Map<String, String> keyOwners = new HashMap<>();
  private final List<Who> people = new ArrayList<>();
  private final KeyService keys;
  private final AskedRoutes routes;
  private final Set<String> dialects;
  private int planted;

  /// A reply, as its bytes.
  record Answer(int status, byte[] body) {}

  static World any(Random random, Path folder) throws SQLException {
    return new World(random, folder);
  }

  private World(Random random, Path folder) throws SQLException {
    MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
    Folder open = Folder.open(folder);
    stores =
        EmbeddedStores.open(
            open,
            ring,
            LetterEmbedder.MODEL,
            LetterEmbedder.DIMENSIONS,
            clock,
            IndexProgress.UNSEEN);
    judge = new Ownership(policy(random));
    Policy policy =
        new Policy(
            PolicyText.parse(
                judge.policy().stream().map(Line::text).collect(Collectors.joining("\n"))),
            clock);
    var authenticator = new KeyAuthenticator(stores.keys(), ConfiguredKeys.NONE, clock);
    var issuer = new IssuerUrl(Optional.of("https://memory.example.com"));
    var ground =
        Issuance.Ground.of(
            stores, ring, issuer, authenticator, Freshness.ALWAYS, new SecureRandom(), clock);
    var tokens =
        new TokenJudges(
            Optional.empty(),
            Optional.of(new TokenJudges.Own(issuer, ground.judge())),
            Map.of(),
            clock);
    var listener = AuthorityListener.all(List.of(authenticator, tokens));
    var issuance = Issuance.of(ground, listener, new SecureRandom(), clock);
    keys = new KeyService(stores.keys(), ConfiguredKeys.NONE, listener, new SecureRandom(), clock);
    var gate =
        Gate.guarded(
            Authenticators.of(authenticator, tokens, _ -> false, _ -> false),
            proved ->
                proved.credential().kind() == CredentialRef.Kind.API_KEY
                    ? authenticator.of(proved)
                    : tokens.of(proved),
            () -> policy);
    engine =
        new MemoryEngine(
            stores.memories(),
            stores.index(),
            new LetterEmbedder(),
            new VerbatimExtractor(),
            clock,
            () -> UUID.randomUUID().toString());
    List<Dialect> served =
        List.of(
            new Mem0Dialect(
                engine,
                new ExtractiveAnswerer(),
                stores.totals(),
                LetterEmbedder.MODEL,
                random.nextInt(4) == 0),
            new OwnDialect(
                keys, new HandshakeRoutes(issuance.handshake(), issuance.issued()), clock),
            new OAuthDialect(
                issuance.handshake(),
                issuance.issued(),
                issuance.signing(),
                issuer,
                gate::authenticate),
            new RedisAmsDialect(
                engine,
                stores.entities(),
                stores.jobs(),
                Optional.empty(),
                false,
                clock,
                () -> UUID.randomUUID().toString()),
            new ZepDialect(engine, stores.entities(), stores.jobs(), Optional.empty()));
    routes = new AskedRoutes(served);
    dialects = served.stream().map(Dialect::name).collect(Collectors.toUnmodifiableSet());
    pipeline =
        new Pipeline(
            gate, served, PipelineConfig.DEFAULT, new AuthEvents(clock), new RequestIds("test"));
    truth = new Snapshot(folder);
    for (int i = 0; i < 24; i++) {
      people.add(person(random));
    }
    plant(random, 60);
  }

  /// Everybody as they are with their keys.
  List<Who> people() {
    return people;
  }

  /// Whoever has the key of this id, as they are now.
  Who key(String id) {
    return people.stream().filter(one -> one.keyId().equals(id)).findFirst().orElseThrow();
  }

  Instant now() {
    return now.get();
  }

  /// Lets some time pass; between two requests only, so that the judge has the same time as the
  /// server.
  void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  Ownership judge() {
    return judge;
  }

  /// Names of the dialects that are served.
  Set<String> dialects() {
    return dialects;
  }

  AskedRoutes routes() {
    return routes;
  }

  List<String> keyIds() {
    return List.copyOf(keyOwners.keySet());
  }

  String ownerOfKey(String id) {
    return keyOwners.get(id);
  }

  static String owner(Who who) {
    return who.kind() + ":" + who.tenant() + "/" + who.id();
  }

  Map<Long, Snapshot.Row> memories() throws SQLException {
    return truth.memories();
  }

  Map<Long, Snapshot.Kept> entities() throws SQLException {
    return truth.entities();
  }

  /// What `who` gets for a request.
  Answer send(Who who, Hostile.Request request) {
    Reply reply =
        send(request.method(), request.target(), request.body(), Map.of("X-API-Key", who.key()));
    if (reply.status() < 300 && request.target().startsWith("/auth/keys")) {
      follow(who, request.method(), reply);
    }
    return new Answer(reply.status(), reply.bytes());
  }

  /// What a request with these header fields gets.
  Reply send(String method, String target, String body, Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("Host", "localhost");
    Head head = new Head(method, target, Headers.of(List.copyOf(all.entrySet())), HERE);
    Reply reply =
        pipeline.answer(new Received(head, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    routes.note(method, target, reply.status());
    return reply;
  }

  /// Remembers what a request changed about keys: a new one must not be worth more than its
  /// minter's, and a revoked one is worth nothing.
  private void follow(Who who, String method, Reply reply) {
    JsonNode key = reply.json().orElseThrow();
    switch (method) {
      case "POST" -> {
        keyOwners.put(key.path("id").asString(), owner(who));
        assertThat(key.path(who.kind()).asString()).isEqualTo(who.id());
        assertThat(key.path("tenant").asString()).isEqualTo(who.tenant());
        key.path("actions")
            .forEach(action -> assertThat(who.actions()).contains(action.asString()));
        for (Axis axis : Axis.values()) {
          String most = who.box().axes().get(axis.ordinal());
          if (!most.equals(Where.ANY)) {
            assertThat(key.path("box").path(axis.word()).asString()).isEqualTo(most);
          }
        }
      }
      case "DELETE" ->
          people.replaceAll(
              one -> one.keyId().equals(key.path("id").asString()) ? one.withoutUse() : one);
      default -> assertThat(method).isEqualTo("GET");
    }
  }

  /// Adds memories all over the place, past every check.
  void plant(Random random, int count) {
    for (int i = 0; i < count; i++) {
      String tenant = Ids.any(random, TENANTS);
      Place place =
          new Place(
              tenant,
              maybe(random, 12, Ids.USERS),
              maybe(random, 2, Ids.AGENTS),
              maybe(random, 2, Ids.SESSIONS),
              maybe(random, 2, Ids.LABELS));
      String text =
          "canary" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "x" + planted++;
      Allow all = root(tenant, Action.MEMORY_WRITE, Box.exactly(place));
      engine.add(all, place, List.of(new Message("user", text + " plays tennis")), "{}", true);
    }
  }

  private Who person(Random random) {
    String kind = random.nextInt(8) == 0 ? Ids.any(random, List.of("service", "admin")) : "user";
    String tenant = random.nextInt(4) == 0 ? "acme" : "default";
    String id = Ids.any(random, Ids.USERS);
    Set<String> actions =
        WORDS.stream().filter(_ -> random.nextInt(4) != 0).collect(Collectors.toSet());
    if (actions.isEmpty()) {
      actions = Set.of("memory:read");
    }
    Where box = Where.everywhere().with(0, tenant);
    if (random.nextInt(4) == 0) {
      box = box.with(2, Ids.any(random, Ids.AGENTS));
    }
    if (random.nextInt(8) == 0) {
      box = box.with(3, Ids.any(random, Ids.SESSIONS));
    }
    if (random.nextInt(8) == 0) {
      box = box.with(4, Ids.any(random, Ids.LABELS));
    }
    boolean abroad = random.nextInt(12) == 0;
    boolean revoked = random.nextInt(12) == 0;
    Principal principal =
        new Principal(Principal.Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)), tenant, id);
    var ceiling =
        new Ceiling(
            Action.parseList(String.join(",", actions)),
            box(box),
            abroad ? List.of(Network.parse("198.51.100.0/24")) : List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Allow root = root(tenant, Action.KEYS_MANAGE, Box.ofTenant(tenant));
    var minted =
        (Minting.Minted)
            keys.mint(root, new NewKey(principal, Optional.empty(), Optional.empty(), ceiling));
    if (revoked) {
      var _ = keys.revoke(root, minted.key().id(), "test");
    }
    Who who =
        new Who(
            kind,
            tenant,
            id,
            actions,
            box,
            minted.key().id(),
            minted.text().revealText(),
            !abroad && !revoked);
    keyOwners.put(minted.key().id(), owner(who));
    return who;
  }

  private static List<Line> policy(Random random) {
    List<Line> lines = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      Where box = Where.everywhere();
      if (random.nextBoolean()) {
        box = box.with(0, Ids.any(random, TENANTS));
      }
      if (random.nextInt(3) != 0) {
        box = box.with(1, random.nextInt(8) == 0 ? Where.NONE : Ids.any(random, Ids.USERS));
      }
      if (random.nextInt(3) == 0) {
        box = box.with(2, Ids.any(random, Ids.AGENTS));
      }
      if (random.nextInt(3) == 0) {
        box = box.with(4, Ids.any(random, Ids.LABELS));
      }
      String subject = Ids.any(random, List.of("user", "user", "service", "agent", "*"));
      String id = Ids.any(random, subject.equals("agent") ? Ids.AGENTS : Ids.USERS);
      List<String> actions = WORDS.stream().filter(_ -> random.nextInt(3) == 0).toList();
      if (!actions.isEmpty()) {
        lines.add(new Line(random.nextInt(3) != 0, subject, id, actions, box));
      }
    }
    return List.copyOf(lines);
  }

  private Allow root(String tenant, Action action, Box box) {
    var admin = new Principal(Principal.Kind.ADMIN, tenant, "root");
    var identity =
        new Identity(
            admin,
            Set.of(),
            Ceiling.of(Action.ALL, Box.ofTenant(tenant)),
            new CredentialRef(CredentialRef.Kind.CONTROL_SOCKET, "root"));
    return (Allow) new Policy(List.of(), clock).decide(identity, List.of(new Demand(action, box)));
  }

  private static Box box(Where where) {
    Box box = Box.EVERYWHERE;
    for (Axis axis : Axis.values()) {
      String value = where.axes().get(axis.ordinal());
      if (!value.equals(Where.ANY)) {
        box = box.with(axis, value.equals(Where.NONE) ? Extent.NONE : Extent.of(value));
      }
    }
    return box;
  }

  private static Optional<String> maybe(Random random, int oneInThisHasNone, List<String> values) {
    return random.nextInt(oneInThisHasNone) == 0
        ? Optional.empty()
        : Optional.of(Ids.any(random, values));
  }

  @Override
  public void close() throws SQLException {
    truth.close();
    stores.close();
  }
}
