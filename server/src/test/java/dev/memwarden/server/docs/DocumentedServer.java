package dev.memwarden.server.docs;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyImport;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.LeakedKeys;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.key.TenantService;
import dev.memwarden.auth.key.UserService;
import dev.memwarden.auth.policy.Policies;
import dev.memwarden.auth.token.Issuer;
import dev.memwarden.auth.token.IssuerDocuments;
import dev.memwarden.auth.token.IssuerPreset;
import dev.memwarden.auth.token.IssuerRules;
import dev.memwarden.auth.token.SignatureTurns;
import dev.memwarden.auth.token.TokenJudge;
import dev.memwarden.auth.token.TokenJudges;
import dev.memwarden.auth.token.TokenRevocation;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.Issuance;
import dev.memwarden.server.IssuerUrl;
import dev.memwarden.server.admin.AdminDialect;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.dialect.redisams.RedisAmsDialect;
import dev.memwarden.server.dialect.zep.ZepDialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Head;
import dev.memwarden.server.http.Headers;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.Received;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.http.TrustedProxies;
import dev.memwarden.server.isolation.LetterEmbedder;
import dev.memwarden.server.leak.CodeHost;
import dev.memwarden.server.leak.HostKey;
import dev.memwarden.server.leak.LeakDesk;
import dev.memwarden.server.oauth.OAuthDialect;
import dev.memwarden.server.own.HandshakeRoutes;
import dev.memwarden.server.own.LeakRoutes;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Everything that a server serves, on real stores and without a socket.
final class DocumentedServer implements AutoCloseable {
  static final int MAX_BODY = 100_000;

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Signs reports of leaked keys.
  static final HostKey HOST = HostKey.make("6e1f");

  final DocsDialect docs;
  final Contents contents;
  final JsonNode document;

  private final Stores stores;
  private final KeyService keys;
  private final KeyProver prover;
  private final Pipeline pipeline;

  DocumentedServer(Path folder, boolean statsProtected) {
    MasterKeyRing ring = MasterKeyRing.generate(RANDOM);
    stores =
        EmbeddedStores.open(
            Folder.open(folder),
            ring,
            LetterEmbedder.MODEL,
            LetterEmbedder.DIMENSIONS,
            NOON,
            (_, _) -> {});
    var authenticator = new KeyAuthenticator(stores.keys(), ConfiguredKeys.NONE, NOON);
    keys = new KeyService(stores.keys(), ConfiguredKeys.NONE, authenticator, RANDOM, NOON);
    var issuer = new IssuerUrl(Optional.of("https://memory.example.org"));
    var issuance =
        Issuance.of(
            Issuance.Ground.of(stores, ring, issuer, authenticator, Freshness.ALWAYS, RANDOM, NOON),
            authenticator,
            RANDOM,
            NOON);
    var policies = new Policies(stores.policies(), NOON);
    Gate gate = Gate.guarded(authenticator, authenticator, policies);
    var service = new Principal(Principal.Kind.SERVICE, Principal.DEFAULT_TENANT, "zep");
    var judges = new TokenJudges(Optional.<TokenJudge>empty(), Map.of(), NOON);
    prover = new KeyProver(ring, KeyProver.Making.SHA_256, RANDOM);
    var admin =
        new AdminDialect(
            keys,
            new UserService(stores.users(), authenticator, NOON),
            new TenantService(stores.tenants(), authenticator, NOON),
            policies,
            stores.policies(),
            stores.rebuild(),
            new AdminDialect.Tokens(
                new TokenRevocation(judges, service, stores.keys(), authenticator, NOON),
                issuance.families(),
                issuance.signing(),
                authenticator,
                List.of(issuer())),
            new KeyImport(stores.keys(), ConfiguredKeys.NONE, prover, authenticator, RANDOM, NOON),
            _ -> false,
            stores.audit(),
            new AuditVerifier(stores.audit(), new AuditChain(ring), NOON),
            NOON);
    var engine =
        new MemoryEngine(
            stores.memories(),
            stores.index(),
            new LetterEmbedder(),
            new VerbatimExtractor(),
            NOON,
            () -> UUID.randomUUID().toString());
    docs =
        new DocsDialect(
            List.of(
                new OwnDialect(
                    keys,
                    new HandshakeRoutes(issuance.handshake(), issuance.issued()),
                    Optional.of(leaks()),
                    NOON),
                new OAuthDialect(
                    issuance.handshake(),
                    issuance.issued(),
                    issuance.signing(),
                    issuer,
                    gate::authenticate),
                admin.published(),
                new Mem0Dialect(
                    engine,
                    new ExtractiveAnswerer(),
                    stores.totals(),
                    LetterEmbedder.MODEL,
                    statsProtected),
                new RedisAmsDialect(
                    engine,
                    stores.entities(),
                    stores.jobs(),
                    Optional.empty(),
                    false,
                    NOON,
                    () -> UUID.randomUUID().toString()),
                new ZepDialect(engine, stores.entities(), stores.jobs(), Optional.empty())),
            new About("1.2.3", "https://memory.example.org"));
    contents = Contents.of(docs.all());
    pipeline =
        new Pipeline(
            gate,
            docs.all(),
            new PipelineConfig(MAX_BODY, TrustedProxies.NONE, false),
            new AuthEvents(NOON),
            new RequestIds("t"));
    document = json(answer("GET", "/openapi.json", "", Map.of("Host", "localhost")));
  }

  private LeakRoutes leaks() {
    byte[] published = HostKey.published(HOST).getBytes(StandardCharsets.UTF_8);
    return new LeakRoutes(
        new CodeHost(
            URI.create("https://keys.example.org"),
            (_, _) -> new IssuerDocuments.Answer.Document(published),
            new SignatureTurns(1),
            NOON),
        new LeakDesk(new LeakedKeys(stores.keys(), ConfiguredKeys.NONE, prover, keys), NOON));
  }

  private static Issuer issuer() {
    return new Issuer(
        IssuerRules.of("https://login.example.org", IssuerPreset.KEYCLOAK, Set.of("memory")),
        Optional.empty(),
        (_, _) -> new IssuerDocuments.Answer.Absent(),
        (_, _) -> {},
        NOON);
  }

  static Identity identity(Principal.Kind kind, String id, Set<Action> actions) {
    return new Identity(
        new Principal(kind, Principal.DEFAULT_TENANT, id),
        Set.of(),
        Ceiling.of(actions, Box.ofTenant(Principal.DEFAULT_TENANT)),
        new CredentialRef(CredentialRef.Kind.API_KEY, "k"));
  }

  /// What may stand for a variable of a path.
  static String variable(String name) {
    return name.endsWith("uuid") ? new UUID(7, 7).toString() : "bob";
  }

  /// A new key of a user.
  String key(String user, Set<Action> actions) {
    return key(Principal.Kind.USER, user, actions);
  }

  /// A new key.
  String key(Principal.Kind kind, String id, Set<Action> actions) {
    return key(
        new Principal(kind, Principal.DEFAULT_TENANT, id), Ceiling.of(actions, Box.EVERYWHERE));
  }

  /// A new key.
  String key(Principal owner, Ceiling ceiling) {
    Identity admin = identity(Principal.Kind.ADMIN, "root", Action.ALL);
    Demand manage = new Demand(Action.KEYS_MANAGE, Box.ofTenant(Principal.DEFAULT_TENANT));
    Allow allow = (Allow) new Policy(List.of(), NOON).decide(admin, List.of(manage));
    NewKey wish = new NewKey(owner, Optional.of("test"), Optional.empty(), ceiling);
    return ((Minting.Minted) keys.mint(allow, wish)).text().revealText();
  }

  Reply answer(String method, String target, String body, Map<String, String> fields) {
    Head head =
        new Head(
            method,
            target,
            Headers.of(List.copyOf(fields.entrySet())),
            InetAddress.getLoopbackAddress());
    return pipeline.answer(new Received(head, Body.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  static JsonNode json(Reply reply) {
    return json(new String(reply.bytes(), StandardCharsets.UTF_8));
  }

  static JsonNode json(String text) {
    return switch (Json.parse(text)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid invalid -> throw new AssertionError(invalid + ": " + text);
    };
  }

  /// What the document has about a route.
  JsonNode operation(Contents.Item item) {
    String path = Paths.of(contents).path(item.route().match());
    return document
        .path("paths")
        .path(path)
        .path(item.route().match().method().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    prover.close();
    stores.close();
  }
}
