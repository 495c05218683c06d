package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpLimits;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.RawClient;
import dev.memwarden.server.http.RawClient.Response;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.http.TrustedProxies;
import dev.memwarden.server.isolation.LetterEmbedder;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// A server on a data folder behind a socket, with two users whose keys are `key-alice` and
/// `key-bob`.
final class Stand implements AutoCloseable {

  /// Head fields of a good request of alice, with a line end.
  static final String ALICE = "Host: localhost\nX-API-Key: key-alice\n";

  static final int MAX_BODY = 2_000_000;

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final InstantSource CLOCK = InstantSource.system();

  private final Stores stores;
  private final HttpServer server;
  private final int port;

  private Stand(Path folder, HttpConfig config, boolean authentication, AddressLimit failures) {
    MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
    stores =
        EmbeddedStores.open(
            Folder.open(folder),
            ring,
            LetterEmbedder.MODEL,
            LetterEmbedder.DIMENSIONS,
            CLOCK,
            IndexProgress.UNSEEN);
    ConfiguredKeys users =
        ConfiguredKeys.of(ring, List.of(user("alice"), user("bob")), CLOCK.instant());
    var authenticator = new KeyAuthenticator(stores.keys(), users, CLOCK);
    var keys = new KeyService(stores.keys(), users, authenticator, new SecureRandom(), CLOCK);
    var engine =
        new MemoryEngine(
            stores.memories(),
            stores.index(),
            new LetterEmbedder(),
            new VerbatimExtractor(),
            CLOCK,
            () -> UUID.randomUUID().toString());
    Policy policy = new Policy(List.of(), CLOCK);
    Gate gate =
        authentication
            ? Gate.guarded(authenticator, authenticator, () -> policy)
            : Gate.open(anonymous(), authenticator, authenticator, () -> policy);
    var mem0 =
        new Mem0Dialect(
            engine, new ExtractiveAnswerer(), stores.totals(), LetterEmbedder.MODEL, false);
    server =
        new HttpServer(
            config,
            new Pipeline(
                gate,
                List.of(new OwnDialect(keys, CLOCK), mem0),
                new PipelineConfig(MAX_BODY, TrustedProxies.NONE, !authentication, failures),
                new AuthEvents(CLOCK),
                new RequestIds("test")));
    port = server.start();
  }

  /// With the limits that hold by default.
  static Stand in(Path folder) {
    return new Stand(folder, HttpConfig.local(0), true, AddressLimit.NONE);
  }

  /// With others.
  static Stand in(Path folder, HttpLimits limits) {
    return new Stand(folder, new HttpConfig("127.0.0.1", 0, limits), true, AddressLimit.NONE);
  }

  /// With a limit on how often an address may fail to authenticate.
  static Stand in(Path folder, AddressLimit failures) {
    return new Stand(folder, HttpConfig.local(0), true, failures);
  }

  /// With everybody as the admin.
  static Stand withoutAuthentication(Path folder) {
    return new Stand(folder, HttpConfig.local(0), false, AddressLimit.NONE);
  }

  RawClient connect() throws IOException {
    return new RawClient(port);
  }

  int port() {
    return port;
  }

  /// The reply to one request; `\n` stands for CR LF.
  Response ask(String request) throws IOException {
    try (RawClient client = connect()) {
      return client.send(request).read();
    }
  }

  /// Everything that comes back until the server closes; `\n` stands for itself.
  String exactly(String bytes) throws IOException {
    try (RawClient client = connect()) {
      return client.sendExactly(bytes).readAll();
    }
  }

  /// A request that stores `text` for alice.
  static String store(String text) {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    return "POST /memories HTTP/1.1\n" + ALICE + "Content-Length: " + body.length() + "\n\n" + body;
  }

  /// All that alice remembers.
  String memories() throws IOException {
    Response response = ask("GET /memories/alice HTTP/1.1\n" + ALICE + "\n");
    assertThat(response.status()).isEqualTo(200);
    return response.body();
  }

  /// Lets alice forget everything.
  void forget() throws IOException {
    for (var id = ID.matcher(memories()); id.find(); ) {
      String line = "DELETE /memories/" + id.group(1) + " HTTP/1.1\n";
      assertThat(ask(line + ALICE + "\n").status()).isEqualTo(200);
    }
  }

  /// That nothing was stored, and that the server still serves.
  void isUnharmed() throws IOException {
    assertThat(memories()).isEqualTo("{\"memories\":[],\"total_count\":0}");
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(5));
    stores.close();
  }

  private static ConfiguredKeys.Setting user(String id) {
    return new ConfiguredKeys.Setting(
        Secret.of("key-" + id), new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, id));
  }

  private static Identity anonymous() {
    return new Identity(
        new Principal(Principal.Kind.ADMIN, Principal.DEFAULT_TENANT, "anonymous"),
        Set.of(),
        Ceiling.of(Action.ALL, Box.EVERYWHERE),
        new CredentialRef(CredentialRef.Kind.CONTROL_SOCKET, "local"));
  }
}
