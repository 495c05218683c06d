package dev.memwarden.server.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.KnownChanges;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.auth.policy.PolicyText;
import dev.memwarden.auth.signature.RequestVerifier;
import dev.memwarden.auth.token.SignatureTurns;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.IssuerUrl;
import dev.memwarden.server.admin.LocalAdmin;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.RawClient;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.http.SignedRequests;
import dev.memwarden.server.isolation.LetterEmbedder;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// A server on a data folder behind a socket, in which many people live whose keys were minted:
/// `alice` is the user of tenant `default`, `acme/alice` the one of tenant `acme`. What is stored
/// can be seen, and tampered with, beside the server.
final class Town implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private volatile Instant now = NOON;
  private final InstantSource clock = () -> now;
  private final Path folder;
  private final Stores stores;
  private final KeyService keys;
  private final Policy policy;
  private final MemoryEngine engine;
  private final SignatureTurns signatures = new SignatureTurns(1);
  private final IssuerUrl url = new IssuerUrl(Optional.empty());
  private final HttpServer server;
  private final int port;
  private final Map<String, String> everybody = new ConcurrentHashMap<>();

  /// @param rules the policy in force, a line each
  Town(Path folder, String... rules) {
    this.folder = folder;
    stores =
        EmbeddedStores.open(
            Folder.open(folder),
            MasterKeyRing.generate(new SecureRandom()),
            LetterEmbedder.MODEL,
            LetterEmbedder.DIMENSIONS,
            clock,
            IndexProgress.UNSEEN);
    var authenticator = new KeyAuthenticator(stores.keys(), ConfiguredKeys.NONE, clock);
    var known = new KnownChanges(Optional.empty());
    keys =
        new KeyService(
            stores.keys(),
            ConfiguredKeys.NONE,
            AuthorityListener.all(List.of(authenticator, known)),
            new SecureRandom(),
            clock);
    policy = new Policy(PolicyText.parse(String.join("\n", rules)), clock);
    engine =
        new MemoryEngine(
            stores.memories(),
            stores.index(),
            new LetterEmbedder(),
            new VerbatimExtractor(),
            clock,
            () -> UUID.randomUUID().toString());
    var mem0 =
        new Mem0Dialect(
            engine, new ExtractiveAnswerer(), stores.totals(), LetterEmbedder.MODEL, false);
    server =
        new HttpServer(
            HttpConfig.local(0),
            new Pipeline(
                Gate.guarded(authenticator, authenticator, () -> policy).hearing(known),
                List.of(new OwnDialect(keys, clock), mem0),
                PipelineConfig.DEFAULT.signing(
                    SignedRequests.by(new RequestVerifier(signatures, clock), url)),
                new AuthEvents(clock),
                new RequestIds("test")));
    port = server.start();
    url.set(address());
  }

  /// A reply, its body as text.
  record Told(int status, String head, String body) {

    JsonNode json() {
      return ((Parsed.Value) Json.parse(body)).node();
    }

    /// Status and body; the head differs in the request's id.
    String text() {
      return status + " " + body;
    }
  }

  /// Under which clients reach it.
  String address() {
    return "http://127.0.0.1:" + port;
  }

  Instant now() {
    return now;
  }

  MemoryEngine engine() {
    return engine;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /// The key of a user, who moves in if unknown: `alice` or `acme/alice`.
  String key(String who) {
    return everybody.computeIfAbsent(
        who, _ -> mint(user(who), Ceiling.of(withKeys(), Box.EVERYWHERE)));
  }

  /// A new key.
  String mint(Principal owner, Ceiling ceiling) {
    Allow root = root(owner.tenant(), Action.KEYS_MANAGE);
    var wanted = new NewKey(owner, Optional.empty(), Optional.empty(), ceiling);
    return ((Minting.Minted) keys.mint(root, wanted)).text().revealText();
  }

  /// Ends a key; it does not work any more once this has returned.
  void revoke(String key) {
    Allow root = root(Principal.DEFAULT_TENANT, Action.KEYS_MANAGE);
    assertThat(keys.revoke(root, key.substring(4, 20), "lost")).isPresent();
  }

  /// What the local admin of a tenant may do, past the wire.
  Allow root(String tenant, Action action) {
    Demand demand = new Demand(action, Box.ofTenant(tenant));
    return (Allow)
        new Policy(List.of(), clock).decide(LocalAdmin.identity(tenant), List.of(demand));
  }

  static Principal user(String who) {
    int slash = who.indexOf('/');
    return slash > 0 && who.startsWith("acme/")
        ? new Principal(Principal.Kind.USER, "acme", who.substring(slash + 1))
        : new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, who);
  }

  private static Set<Action> withKeys() {
    return Set.of(
        Action.MEMORY_READ,
        Action.MEMORY_WRITE,
        Action.MEMORY_DELETE,
        Action.CHAT,
        Action.KEYS_MANAGE);
  }

  RawClient connect() throws IOException {
    return new RawClient(port);
  }

  /// The reply to `METHOD target` with a key (none if empty), further fields and a body.
  Told ask(String key, String line, String body, String... fields) throws IOException {
    try (RawClient client = connect()) {
      return ask(client, key, line, body, fields);
    }
  }

  static Told ask(RawClient client, String key, String line, String body, String... fields)
      throws IOException {
    StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: localhost\r\n");
    if (!key.isEmpty()) {
      head.append("X-API-Key: ").append(key).append("\r\n");
    }
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    String wire = new String(body.getBytes(UTF_8), ISO_8859_1);
    if (!body.isEmpty()) {
      head.append("Content-Length: ").append(wire.length()).append("\r\n");
    }
    RawClient.Response response = client.sendExactly(head + "\r\n" + wire).read();
    return new Told(
        response.status(),
        response.head(),
        new String(response.body().getBytes(ISO_8859_1), UTF_8));
  }

  /// Stores a text, with further fields of the body (such as `,"agent_id":"a"`), and says its id.
  String remember(String key, String text, String more) throws IOException {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}".formatted(text, more);
    Told told = ask(key, "POST /memories", body);
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    return told.json().at("/added_memories/0/id").stringValue();
  }

  String remember(String who, String text) throws IOException {
    return remember(key(who), text, "");
  }

  /// The texts that a key sees of a user.
  List<String> seen(String key, String user) throws IOException {
    Told told = ask(key, "POST /memories/search", search("tea", user, ",\"limit\":100"));
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    List<String> texts = new ArrayList<>();
    told.json().path("memories").forEach(one -> texts.add(one.path("memory").stringValue()));
    return texts.stream().sorted().toList();
  }

  static String search(String query, String user, String more) {
    return Json.text(Json.object().put("query", query).put("user_id", user)).replaceAll("}$", "")
        + more
        + "}";
  }

  /// What is stored, as `tenant/user/agent/session text`, in order.
  List<String> stored() throws SQLException {
    return rows(
        "SELECT tenant || '/' || user || '/' || agent || '/' || session || ' ' || text FROM item");
  }

  /// The first column of a query to the database beside the server, in order.
  List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery(sql)) {
      while (all.next()) {
        rows.add(all.getString(1));
      }
    }
    return rows.stream().sorted().toList();
  }

  /// Changes the database beside the server, as somebody would who can write to the file.
  void tamper(String sql) throws SQLException {
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private Connection database() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("memwarden.db"));
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(5));
    stores.close();
  }
}
