package dev.memwarden.server;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.auth.limit.RateLimits;
import dev.memwarden.auth.signature.RequestVerifier;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobWorker;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import dev.memwarden.server.admin.ControlSocket;
import dev.memwarden.server.audit.AuditKeeping;
import dev.memwarden.server.audit.AuditTrail;
import dev.memwarden.server.dialect.mem0.Mem0Dialect;
import dev.memwarden.server.dialect.redisams.RedisAmsDialect;
import dev.memwarden.server.dialect.zep.ZepDialect;
import dev.memwarden.server.docs.About;
import dev.memwarden.server.docs.DocsDialect;
import dev.memwarden.server.http.AuthEvents;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpServer;
import dev.memwarden.server.http.Pipeline;
import dev.memwarden.server.http.PipelineConfig;
import dev.memwarden.server.http.RequestIds;
import dev.memwarden.server.http.SignedRequests;
import dev.memwarden.server.http.TrustedProxies;
import dev.memwarden.server.http.WireLimit;
import dev.memwarden.server.oauth.OAuthDialect;
import dev.memwarden.server.own.HandshakeRoutes;
import dev.memwarden.server.own.OwnDialect;
import dev.memwarden.server.telemetry.Telemetry;
import dev.memwarden.server.tls.TlsEngines;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.redis.Redis;
import dev.memwarden.stores.redis.RedisCounts;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A memory server: everything that [Configuration] names, wired together. The only class that
/// knows every part.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// How long running requests may take to end when the server stops.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How long a new certificate may wait to be noticed.
  private static final Duration CERTIFICATE = Duration.ofSeconds(10);

  private static final int REQUEST_ID_BITS = 40;

  private static final String IN_THE_CLEAR =
      "Others reach this server by plain HTTP and can read keys on their way: set http.tls.cert-file,"
          + " or name the proxy that speaks TLS in http.trusted-proxies";

  private static final String READABLE_REDIS =
      "What is said to Redis can be read on its way, and be changed: use rediss:// where others reach"
          + " that way";

  private final Configuration config;
  private final boolean terminal;
  private final Instance instance;
  private final OnnxEmbedder embedder;
  private final Inference inference;
  private final AuditTrail audit;
  private final AuthEvents events;
  private final HttpServer http;
  private final Optional<RateExchange> exchange;
  private final InstantSource clock;
  private final Housekeeping housekeeping;
  private final JobWorker jobs;
  private final Telemetry telemetry;
  private final RequestIds ids;
  private final Gate gate;
  private volatile boolean stopping;
  private final Optional<TlsEngines> tls;
  private @Nullable ControlSocket control; // open while the server runs
  private boolean closed;

  private Server(
      Configuration config,
      boolean terminal,
      Instance instance,
      OnnxEmbedder embedder,
      Inference inference,
      AuditTrail audit,
      AuthEvents events,
      HttpServer http,
      Optional<RateExchange> exchange,
      JobWorker jobs,
      Telemetry telemetry,
      Gate gate,
      RequestIds ids,
      Optional<TlsEngines> tls,
      InstantSource clock) {
    this.config = config;
    this.terminal = terminal;
    this.instance = instance;
    this.embedder = embedder;
    this.inference = inference;
    this.audit = audit;
    this.events = events;
    this.http = http;
    this.exchange = exchange;
    this.clock = clock;
    this.jobs = jobs;
    this.telemetry = telemetry;
    this.gate = gate;
    this.ids = ids;
    this.tls = tls;
    this.housekeeping =
        new Housekeeping(
            instance.stores().keys(),
            instance.authenticator(),
            events,
            () -> instance.issuance().tend(clock.instant()),
            instance.stores().entities(),
            new AuditKeeping(
                    audit, instance.stores().audit(), instance.verifier(), config.audit(), clock)
                ::run);
  }

  /// What a server that listens has to say.
  ///
  /// @param address under which clients reach it
  /// @param firstKey an admin key to show, if this is a first start without any credential and a
  ///   person watches; otherwise it is in a file whose name is logged
  public record Started(URI address, Optional<Secret> firstKey) {}

  /// Opens the data folder and puts everything together; nothing listens yet.
  ///
  /// @param terminal whether a person watches, who reads text more easily than JSON
  /// @param version of this build, for the documents
  /// @throws InvalidConfigurationException if the configuration turns out to be unusable
  /// @throws dev.memwarden.stores.embedded.FolderInUseException if another server holds the folder
  /// @throws dev.memwarden.auth.StoreUnavailableException if the folder cannot be used
  public static Server assemble(
      Configuration config,
      boolean terminal,
      String version,
      InstantSource clock,
      SecureRandom random) {
    Logging.configure(config.logs(), terminal);
    Optional<TlsEngines> tls = config.tls().engines(clock);
    Instance instance = Instance.serving(config.store(), clock, random, IndexProgress.UNSEEN);
    OnnxEmbedder embedder = new OnnxEmbedder(config.store().data().resolve("cache"));
    Inference inference = Inference.of(config.llm(), random, clock);
    MemoryEngine engine =
        new MemoryEngine(
            instance.stores().memories(),
            instance.stores().index(),
            embedder,
            inference.extractor(),
            clock,
            () -> UUID.randomUUID().toString());
    Gate gate = gate(config.auth(), instance);
    List<Dialect> dialects = new ArrayList<>();
    dialects.add(
        new OwnDialect(
            instance.keys(),
            handshake(instance.issuance()),
            config.leakKeys().map(keys -> instance.leaks(keys, clock)),
            clock));
    dialects.add(oauth(instance.issuance(), gate));
    if (config.isAdministered()) {
      dialects.add(instance.administration().published());
    }
    dialects.addAll(wires(config, engine, inference, instance, clock));
    DocsDialect documented =
        new DocsDialect(dialects, new About(version, config.http().publicUrl().orElse("/")));
    AuditTrail audit = AuditTrail.started(instance.stores().audit(), config.audit().mode(), clock);
    instance.stores().audit().onWithheld(audit::withheld);
    AuthEvents events = new AuthEvents(clock, audit);
    Telemetry telemetry = new Telemetry(config.telemetry().metrics(), config.telemetry().traces());
    RequestIds ids =
        new RequestIds(new BigInteger(REQUEST_ID_BITS, random).toString(Character.MAX_RADIX));
    Optional<Redis> shared =
        instance.redis().filter(_ -> config.store().redis().orElseThrow().limits());
    RateLimits limits = limits(config.limits(), shared.map(_ -> instance.rateSeeds()), random);
    Pipeline pipeline =
        new Pipeline(
            gate,
            documented.all(),
            new PipelineConfig(
                    config.http().maxBody(),
                    new TrustedProxies(config.http().trustedProxies()),
                    config.auth() == AuthMode.OFF,
                    AddressLimit.perMinute(config.http().maxFailures(), System::nanoTime))
                .limiting(
                    config
                        .store()
                        .sharedSecret()
                        .map(SharedSecretConfiguration::wireLimit)
                        .orElse(WireLimit.NONE))
                .limiting(limits, config.limits().fields())
                .announcing(() -> instance.issuance().issuer().get().map(OAuthDialect::metadata))
                .signing(signed(instance, clock))
                .observing(telemetry.observer()),
            events,
            ids);
    HttpConfig listener =
        new HttpConfig(
            config.http().host(),
            config.http().port(),
            config.http().limits(),
            tls.map(engines -> engines),
            config.tls().required());
    return new Server(
        config,
        terminal,
        instance,
        embedder,
        inference,
        audit,
        events,
        new HttpServer(listener, pipeline),
        shared.map(redis -> new RateExchange(limits, new RedisCounts(redis))),
        new JobWorker(instance.stores().jobs(), gate, handlers(dialects), audit, clock),
        telemetry,
        gate,
        ids,
        tls,
        clock);
  }

  // Servers that share their counts must give the same numbers to whom they count.
  private static RateLimits limits(
      LimitConfiguration config, Optional<RandomGenerator> seeds, SecureRandom random) {
    return seeds
        .map(same -> RateLimits.shared(config.rates(), System::nanoTime, same))
        .orElseGet(() -> new RateLimits(config.rates(), System::nanoTime, random));
  }

  // Jobs of a dialect that is not served wait until it is again.
  private static Map<String, JobHandler> handlers(List<Dialect> dialects) {
    return dialects.stream()
        .flatMap(dialect -> dialect.jobs().entrySet().stream())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static SignedRequests signed(Instance instance, InstantSource clock) {
    return SignedRequests.by(
        new RequestVerifier(instance.issuers().turns(), clock), instance.issuance().issuer());
  }

  private static HandshakeRoutes handshake(Issuance issuance) {
    return new HandshakeRoutes(issuance.handshake(), issuance.issued());
  }

  private static OAuthDialect oauth(Issuance issuance, Gate gate) {
    return new OAuthDialect(
        issuance.handshake(),
        issuance.issued(),
        issuance.signing(),
        issuance.issuer(),
        gate::authenticate);
  }

  /// Who everybody is while authentication is off.
  static Identity anonymous() {
    return new Identity(
        new Principal(Principal.Kind.ADMIN, Principal.DEFAULT_TENANT, "anonymous"),
        Set.of(),
        Ceiling.of(Action.ALL, Box.ofTenant(Principal.DEFAULT_TENANT)),
        new CredentialRef(CredentialRef.Kind.ANONYMOUS, "anonymous"));
  }

  private static List<Dialect> wires(
      Configuration config,
      MemoryEngine engine,
      Inference inference,
      Instance instance,
      InstantSource clock) {
    return Stream.of(
            new Mem0Dialect(
                engine,
                inference.answerer(),
                instance.stores().totals(),
                OnnxEmbedder.MODEL,
                config.protectStats()),
            new RedisAmsDialect(
                engine,
                instance.stores().entities(),
                instance.stores().jobs(),
                inference.summarizer(),
                inference.model().isPresent(),
                clock,
                () -> UUID.randomUUID().toString()),
            new ZepDialect(
                engine,
                instance.stores().entities(),
                instance.stores().jobs(),
                inference.summarizer()))
        .filter(dialect -> config.dialects().contains(dialect.name()))
        .toList();
  }

  private static Gate gate(AuthMode auth, Instance instance) {
    Gate gate =
        switch (auth) {
          case ON -> Gate.guarded(instance.credentials(), instance.standing(), instance.policies());
          case OFF ->
              Gate.open(
                  anonymous(), instance.authenticator(), instance.standing(), instance.policies());
        };
    return gate.hearing(instance.news());
  }

  /// Listens, until closed. The embedding model loads in the background, and requests that need it
  /// wait.
  ///
  /// @throws dev.memwarden.server.http.CannotListenException if the address cannot be bound
  public synchronized Started start() {
    if (config.auth() == AuthMode.OFF) {
      LOG.warn(AuthMode.WARNING);
    }
    serveMetrics();
    if (config.tls().leavesKeysInTheClear(config.http())) {
      LOG.warn(IN_THE_CLEAR);
    }
    instance.redis().ifPresent(this::tellOf);
    Path data = config.store().data();
    URI address = address(http.start());
    instance.issuance().issuer().set(address.toString());
    housekeeping.start();
    exchange.ifPresent(RateExchange::start);
    tls.ifPresent(engines ->
        housekeeping.every(
            CERTIFICATE, engines::refresh, "the certificate could not be looked at"));
    try {
      control = ControlSocket.open(data, instance.admin(), housekeeping.timer());
    } catch (IOException e) {
      // Keys could not be revoked while it runs: rather not run.
      throw new StoreUnavailableException("cannot open the control socket in " + data, e);
    }
    embedder.load();
    instance.issuers().start();
    jobs.start();
    LOG.atInfo()
        .addKeyValue("address", address)
        .addKeyValue("data", data.toAbsolutePath())
        .addKeyValue("configured_keys", instance.configured().size())
        .addKeyValue("tokens", instance.takesTokens())
        .addKeyValue("policy_version", instance.policies().version())
        .addKeyValue("answers", inference.answerer().mode())
        .log("listening");
    return new Started(address, firstKey());
  }

  private void tellOf(Redis redis) {
    if (redis.address().isReadable()) {
      LOG.warn(READABLE_REDIS);
    }
    LOG.atInfo()
        .addKeyValue("redis", redis.address())
        .addKeyValue(
            "its_tokens_are",
            config
                .store()
                .redis()
                .flatMap(RedisConfiguration::tokens)
                .map(rules -> rules.owner().toString())
                .orElse("not taken"))
        .addKeyValue("shares_rates", exchange.isPresent())
        .log("a Redis is used");
  }

  // First, so that whoever asks is told that it is not ready yet.
  private void serveMetrics() {
    telemetry
        .serve(
            new Telemetry.Watched(
                http::load,
                () -> stopping,
                embedder::isReady,
                instance.stores().load(),
                instance.redis().map(redis -> redis::failures)),
            gate,
            events,
            ids)
        .ifPresent(port -> LOG.atInfo().addKeyValue("port", port).log("metrics are served"));
  }

  // A new key goes to a person or into a file, never into what may be a log.
  private Optional<Secret> firstKey() {
    if (terminal) {
      return FirstKey.mint(instance, config.auth(), clock, _ -> {});
    }
    FirstKey.mintInto(config.store().data(), instance, config.auth(), clock)
        .ifPresent(file ->
            LOG.atInfo()
                .addKeyValue("file", file.toAbsolutePath())
                .log("first start: an admin key for 24 hours is in the file"));
    return Optional.empty();
  }

  private URI address(int port) {
    String host = config.http().host();
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(
        config
            .http()
            .publicUrl()
            .orElseGet(() -> config.tls().scheme() + "://" + shown + ":" + port));
  }

  /// Takes no new requests, lets running ones and the job at work end, and lets go of the data
  /// folder. Waits for a start that is under way; a second time it does nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopping = true;
    boolean ran = control != null;
    if (ran) {
      LOG.info("stopping");
    }
    closeControl();
    http.stop(PATIENCE);
    jobs.close();
    exchange.ifPresent(RateExchange::close);
    housekeeping.close();
    events.flush();
    audit.close();
    inference.close();
    telemetry.close();
    embedder.close();
    instance.close();
    if (ran) {
      LOG.info("stopped");
    }
  }

  private void closeControl() {
    ControlSocket open = control;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      LOG.warn("the control socket could not be removed", e);
    }
  }
}
