package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.AuthorityFeed;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.auth.limit.RateLimits;
import dev.memwarden.auth.signature.RequestVerifier;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.ExtractiveAnswerer;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobWorker;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Summarizer;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.audit.AuditTrail;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.dialect.redisams.RedisAmsDialect;
import dev.memwarden.server.dialect.zep.ZepDialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Head;
import dev.memwarden.server.http.Headers;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Observer;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.Received;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.http.SignedRequests;
import dev.memwarden.server.http.TrustedProxies;
import dev.memwarden.server.http.WireLimit;
import dev.memwarden.server.oauth.OAuthDialect;
import dev.memwarden.server.own.HandshakeRoutes;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.stores.Load;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.redis.RedisCounts;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A server as its settings make it, over a data folder and without a socket.
final class TokenServer implements AutoCloseable {
  /// How often one address may fail to authenticate; without it, as often as it likes.
  static final String MAX_FAILURES = "MEMWARDEN_MAX_FAILURES";

  private static final Function<AuthorityFeed, AuthorityWatch> FOLLOWING =
      feed -> new AuthorityWatch(feed, System::nanoTime);

  private final Instance instance;
  private final List<Dialect> dialects;
  private final Pipeline pipeline;
  private final Gate gate;
  private final AuditTrail audit;
  private final AuthEvents events;
  private final RateLimits limits;
  private final InstantSource clock;

  TokenServer(Path folder, Map<String, String> environment, InstantSource clock) {
    this(folder, environment, clock, Observer.NONE);
  }

  /// One of which somebody hears.
  TokenServer(
      Path folder, Map<String, String> environment, InstantSource clock, Observer observer) {
    this(folder, environment, clock, new WordEmbedder(), Optional.empty(), observer, FOLLOWING);
  }

  /// One that follows otherwise what other servers change.
  TokenServer(
      Path folder,
      Map<String, String> environment,
      Function<AuthorityFeed, AuthorityWatch> watching) {
    this(
        folder,
        environment,
        InstantSource.system(),
        new WordEmbedder(),
        Optional.empty(),
        Observer.NONE,
        watching);
  }

  /// One that tells texts apart, and sums up conversations and extracts if it can.
  TokenServer(
      Path folder,
      Map<String, String> environment,
      InstantSource clock,
      Embedder embedder,
      Optional<Summarizer> summarizer) {
    this(folder, environment, clock, embedder, summarizer, Observer.NONE, FOLLOWING);
  }

  private TokenServer(
      Path folder,
      Map<String, String> environment,
      InstantSource clock,
      Embedder embedder,
      Optional<Summarizer> summarizer,
      Observer observer,
      Function<AuthorityFeed, AuthorityWatch> watching) {
    Configuration config =
        Configuration.of(Settings.read(new SettingSources(Map.of(), environment, folder)), folder);
    this.clock = clock;
    instance =
        Instance.serving(config.store(), clock, new SecureRandom(), IndexProgress.UNSEEN, watching);
    limits = limits(config);
    audit = AuditTrail.started(instance.stores().audit(), config.audit().mode(), clock);
    instance.stores().audit().onWithheld(audit::withheld);
    events = new AuthEvents(clock, audit);
    var engine =
        new MemoryEngine(
            instance.stores().memories(),
            instance.stores().index(),
            embedder,
            new VerbatimExtractor(),
            clock,
            () -> UUID.randomUUID().toString());
    var mem0 =
        new Mem0Dialect(
            engine,
            new ExtractiveAnswerer(),
            instance.stores().totals(),
            OnnxEmbedder.MODEL,
            false);
    instance.issuance().issuer().set("http://localhost:8000");
    gate =
        Gate.guarded(instance.credentials(), instance.standing(), instance.policies())
            .hearing(instance.news());
    dialects =
        List.of(
            new OwnDialect(
                instance.keys(),
                new HandshakeRoutes(instance.issuance().handshake(), instance.issuance().issued()),
                config.leakKeys().map(keys -> instance.leaks(keys, clock)),
                clock),
            new OAuthDialect(
                instance.issuance().handshake(),
                instance.issuance().issued(),
                instance.issuance().signing(),
                instance.issuance().issuer(),
                gate::authenticate),
            instance.administration().published(),
            mem0,
            new RedisAmsDialect(
                engine,
                instance.stores().entities(),
                instance.stores().jobs(),
                summarizer,
                summarizer.isPresent(),
                clock,
                () -> UUID.randomUUID().toString()),
            new ZepDialect(
                engine, instance.stores().entities(), instance.stores().jobs(), summarizer));
    pipeline =
        new Pipeline(
            gate,
            dialects,
            new PipelineConfig(
                    PipelineConfig.DEFAULT.maxBody(),
                    TrustedProxies.NONE,
                    false,
                    failures(config, environment))
                .limiting(limits, config.limits().fields())
                .limiting(
                    config
                        .store()
                        .sharedSecret()
                        .map(SharedSecretConfiguration::wireLimit)
                        .orElse(WireLimit.NONE))
                .announcing(() -> instance.issuance().issuer().get().map(OAuthDialect::metadata))
                .signing(
                    SignedRequests.by(
                        new RequestVerifier(instance.issuers().turns(), clock),
                        instance.issuance().issuer()))
                .observing(observer),
            events,
            new RequestIds("t"));
  }

  private RateLimits limits(Configuration config) {
    return config.store().redis().filter(RedisConfiguration::limits).isPresent()
        ? RateLimits.shared(config.limits().rates(), this::nanos, instance.rateSeeds())
        : new RateLimits(config.limits().rates(), this::nanos, new SecureRandom());
  }

  // Tests fail to authenticate more often than anybody; only those that say so are limited.
  private AddressLimit failures(Configuration config, Map<String, String> environment) {
    return environment.containsKey(MAX_FAILURES)
        ? AddressLimit.perMinute(config.http().maxFailures(), this::nanos)
        : AddressLimit.NONE;
  }

  private long nanos() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }

  /// The same on a port of its own, once it is started.
  HttpServer listener() {
    return new HttpServer(HttpConfig.local(0), pipeline);
  }

  /// Tells the others what it let through, and hears what they did, as a running server does ten
  /// times a second.
  void exchangeRates() {
    limits.exchange(new RedisCounts(instance.redis().orElseThrow()));
  }

  /// What waits in its store.
  Load.Source load() {
    return instance.stores().load();
  }

  /// Judges its callers.
  Gate gate() {
    return gate;
  }

  /// Does what was asked for and is due, as a running server does all the time.
  int work() {
    Map<String, JobHandler> handlers = new HashMap<>();
    dialects.forEach(dialect -> handlers.putAll(dialect.jobs()));
    return new JobWorker(instance.stores().jobs(), gate, handlers, audit, clock).performDue();
  }

  List<Dialect> dialects() {
    return dialects;
  }

  /// Stores a memory in `session`, of whom the header field `key` names.
  void remember(String key, String session) {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"tea\"}],\"run_id\":\"" + session + "\"}";
    assertThat(answer("POST /memories", body, key).status()).isEqualTo(200);
  }

  /// Answers `request` such as `GET /stats`, with `fields` such as `X-API-Key: k`.
  Reply answer(String request, String body, String... fields) {
    return answerTo(InetAddress.getLoopbackAddress(), request, body, fields);
  }

  /// The same for a caller elsewhere.
  Reply answerTo(InetAddress from, String request, String body, String... fields) {
    List<Map.Entry<String, String>> head = new ArrayList<>();
    head.add(Map.entry("Host", "localhost"));
    for (String field : fields) {
      int colon = field.indexOf(": ");
      head.add(Map.entry(field.substring(0, colon), field.substring(colon + 2)));
    }
    String[] line = request.split(" ", 2);
    return pipeline.answer(
        new Received(
            new Head(line[0], line[1], Headers.of(head), from),
            Body.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  /// What `GET path` with `Authorization: Bearer token` gets: status and body.
  String get(String path, String token) {
    return text(answer("GET " + path, "", "Authorization: Bearer " + token));
  }

  static String text(Reply reply) {
    return reply.status() + " " + new String(reply.bytes(), StandardCharsets.UTF_8);
  }

  /// A new key of a user, as `wish` says.
  String key(String user, ObjectNode wish) {
    return instance
        .admin()
        .ask(
            AdminRequest.of(Principal.DEFAULT_TENANT, Method.POST, "/admin/v1/keys")
                .with(wish.put("user", user)))
        .body()
        .path("key")
        .stringValue();
  }

  /// What the command line does, with a body.
  AdminReply administer(String path, ObjectNode body) {
    return administer(Method.POST, path, body);
  }

  /// The same with another method.
  AdminReply administer(Method method, String path, ObjectNode body) {
    return instance.admin().ask(AdminRequest.of(Principal.DEFAULT_TENANT, method, path).with(body));
  }

  /// What the command line does, whatever it is.
  AdminReply administer(AdminRequest request) {
    return instance.admin().ask(request);
  }

  /// What a running server does once a minute.
  void tend(Instant now) {
    instance.issuance().tend(now);
  }

  /// What the command line does.
  AdminReply administer(Method method, String path) {
    return instance.admin().ask(AdminRequest.of(Principal.DEFAULT_TENANT, method, path));
  }

  /// What the command line does in a tenant.
  AdminReply administer(String tenant, Method method, String path) {
    return instance.admin().ask(AdminRequest.of(tenant, method, path));
  }

  /// Ends a token, named by its text or id.
  AdminReply revoke(String token) {
    return instance
        .admin()
        .ask(
            AdminRequest.of(Principal.DEFAULT_TENANT, Method.POST, "/admin/v1/tokens/revoke")
                .with(Json.object().put("token", token)));
  }

  /// Writes down what was only counted so far, and what waits to be.
  void endAudit() {
    events.flush();
    audit.close();
  }

  @Override
  public void close() {
    endAudit();
    instance.close();
  }
}
