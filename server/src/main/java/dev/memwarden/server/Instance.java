package dev.memwarden.server;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authenticators;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.News;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Standing;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.key.AuthorityFeed;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.ForeignTokenJudge;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyImport;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.KnownChanges;
import dev.memwarden.auth.key.LeakedKeys;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.auth.key.TenantService;
import dev.memwarden.auth.key.UserService;
import dev.memwarden.auth.policy.Policies;
import dev.memwarden.auth.token.SigningKey;
import dev.memwarden.auth.token.TokenShape;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import dev.memwarden.server.admin.Admin;
import dev.memwarden.server.admin.AdminDialect;
import dev.memwarden.server.admin.LocalAdmin;
import dev.memwarden.server.issuer.Issuers;
import dev.memwarden.server.leak.CodeHost;
import dev.memwarden.server.leak.LeakDesk;
import dev.memwarden.server.own.LeakRoutes;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.postgres.PostgresStores;
import dev.memwarden.stores.redis.Redis;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open data folder and what works on it without a listener: all that the command line needs,
/// and the ground that [Server] builds on.
///
/// @param others that use the same store
/// @param news says what of authority has changed, here and elsewhere
/// @param redis that is used beside, if one is
/// @param rateSeeds the same for all processes of the same master key
/// @param configured how many keys the configuration names
/// @param credentials judge what callers present
/// @param standing says of what they proved whether it still stands
/// @param takesTokens whether a secret for tokens or an issuer is configured
/// @param issuers whose tokens are taken
/// @param issuance gives out tokens for keys
/// @param prover makes and compares the proofs of keys
/// @param verifier looks through the audit log
/// @param administration everything that administers, as routes
/// @param admin the same for whoever owns the folder
public record Instance(
    Stores stores,
    Others others,
    News news,
    Optional<Redis> redis,
    RandomGenerator rateSeeds,
    ConfiguredKeys configured,
    KeyAuthenticator authenticator,
    Authenticators credentials,
    Standing standing,
    boolean takesTokens,
    Issuers issuers,
    Issuance issuance,
    KeyService keys,
    KeyProver prover,
    Policies policies,
    AuditVerifier verifier,
    AdminDialect administration,
    Admin admin)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  // Kept here, or the level would go with the garbage.
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene");

  static {
    // All it has to say is how it could be faster with an incubating module, about which the JVM
    // would warn at every start.
    LUCENE.setLevel(Level.SEVERE);
  }

  /// Opens the folder for a command, and makes it if it is not there. It is this process's until
  /// closed.
  ///
  /// @param progress hears of a rebuild of the index, if one is needed
  /// @throws InvalidConfigurationException if the master key or a configured key is unusable
  /// @throws dev.memwarden.stores.embedded.FolderInUseException if another process holds the folder
  /// @throws dev.memwarden.stores.postgres.UnsuitableDatabaseException if the database is not fit
  /// @throws dev.memwarden.auth.StoreUnavailableException if the folder, or the database, cannot be
  ///   used
  public static Instance open(
      Configuration.Store config,
      InstantSource clock,
      SecureRandom random,
      IndexProgress progress) {
    return open(config, clock, random, progress, (stores, _) -> Others.unfollowed(stores));
  }

  /// The same for a server: what it remembers of authority follows what other processes change.
  public static Instance serving(
      Configuration.Store config,
      InstantSource clock,
      SecureRandom random,
      IndexProgress progress) {
    return serving(
        config, clock, random, progress, feed -> new AuthorityWatch(feed, System::nanoTime));
  }

  /// The same, with a say in how it follows.
  static Instance serving(
      Configuration.Store config,
      InstantSource clock,
      SecureRandom random,
      IndexProgress progress,
      Function<AuthorityFeed, AuthorityWatch> watching) {
    return open(
        config,
        clock,
        random,
        progress,
        (stores, redis) -> Others.followed(stores, redis, watching));
  }

  private static Instance open(
      Configuration.Store config,
      InstantSource clock,
      SecureRandom random,
      IndexProgress progress,
      BiFunction<Stores, Optional<Redis>, Others> meeting) {
    Stores stores = null;
    boolean done = false;
    Folder folder = Folder.open(config.data());
    try {
      MasterKeyRing ring =
          config.postgres().isPresent()
              ? MasterKeys.given(config, random)
              : MasterKeys.load(config, folder.hasStore(), random);
      ConfiguredKeys configured = configured(config, ring, clock);
      stores = stores(config, folder, ring, clock, progress);
      Instance instance = of(config, stores, ring, configured, meeting, clock, random);
      done = true;
      return instance;
    } finally {
      if (!done) {
        if (stores != null) {
          stores.close();
        }
        folder.close();
      }
    }
  }

  private static Stores stores(
      Configuration.Store config,
      Folder folder,
      MasterKeyRing ring,
      InstantSource clock,
      IndexProgress progress) {
    if (config.postgres().isEmpty()) {
      return EmbeddedStores.open(
          folder, ring, OnnxEmbedder.MODEL, OnnxEmbedder.DIMENSIONS, clock, progress);
    }
    if (folder.hasStore()) {
      LOG.warn(
          "what is stored in {} is not used: everything is kept in {}",
          folder.path(),
          config.postgres().get());
    }
    return PostgresStores.open(
            config.postgres().get(), ring, OnnxEmbedder.MODEL, OnnxEmbedder.DIMENSIONS, clock)
        .alsoClosing(folder::close);
  }

  private static Instance of(
      Configuration.Store config,
      Stores stores,
      MasterKeyRing ring,
      ConfiguredKeys configured,
      BiFunction<Stores, Optional<Redis>, Others> meeting,
      InstantSource clock,
      SecureRandom random) {
    KeyProver prover = new KeyProver(ring, config.making(), random);
    Issuers issuers = new Issuers(config.issuers(), clock);
    Optional<Redis> redis = config.redis().map(its -> Redis.at(its.address(), System::nanoTime));
    Others others = meeting.apply(stores, redis);
    KnownChanges known = new KnownChanges(others.watch());
    Credentials credentials =
        Credentials.of(
            config,
            stores,
            ring,
            configured,
            prover,
            issuers,
            others.freshness(),
            redis,
            known,
            others.teller(),
            random,
            clock);
    AuthorityListener listener = credentials.changes();
    KeyService keys =
        new KeyService(
            stores.keys(), configured, credentials.others(), listener, prover, random, clock);
    UserService users = new UserService(stores.users(), listener, clock);
    users.ensure(manager(Principal.DEFAULT_TENANT, clock), configured.owners());
    config
        .sharedSecret()
        .map(shared -> shared.rules().service())
        .ifPresent(service -> users.ensure(manager(service.tenant(), clock), Set.of(service)));
    config
        .redis()
        .flatMap(RedisConfiguration::tokens)
        .map(ForeignTokenJudge.Rules::owner)
        .ifPresent(owner -> users.ensure(manager(owner.tenant(), clock), Set.of(owner)));
    Policies policies = new Policies(stores.policies(), clock, others.freshness());
    AuditVerifier verifier = new AuditVerifier(stores.audit(), new AuditChain(ring), clock);
    AdminDialect dialect =
        new AdminDialect(
            keys,
            users,
            new TenantService(stores.tenants(), listener, clock),
            policies,
            stores.policies(),
            stores.rebuild(),
            new AdminDialect.Tokens(
                credentials.revocation(config, stores, clock),
                credentials.issuance().families(),
                credentials.issuance().signing(),
                listener,
                issuers.all()),
            new KeyImport(stores.keys(), configured, prover, listener, random, clock),
            text -> TokenShape.isToken(text) || isSecret(config, text),
            stores.audit(),
            verifier,
            clock);
    // Made before there are tokens: those of one server come to the others at once.
    Optional<SigningKey> _ = others.watch().map(_ -> credentials.issuance().signing().signer());
    others.follow(() -> {
      policies.reload();
      credentials.issuance().signing().reload();
      // Last: what is judged by an old key until then is let go of. Others know already.
      credentials.memory().invalidateAll();
    });
    return new Instance(
        stores,
        others,
        known,
        redis,
        ring.seeds(Purpose.RATE_ID),
        configured,
        credentials.keys(),
        credentials.all(),
        credentials.standing(),
        config.sharedSecret().isPresent() || !config.issuers().isEmpty(),
        issuers,
        credentials.issuance(),
        keys,
        prover,
        policies,
        verifier,
        dialect,
        new LocalAdmin(dialect, clock));
  }

  // Whoever the configuration knows is stored like any other, and can be listed and disabled.
  private static Allow manager(String tenant, InstantSource clock) {
    return local(Action.USERS_MANAGE, tenant, clock);
  }

  /// What whoever owns the folder may do in a tenant.
  static Allow local(Action action, String tenant, InstantSource clock) {
    Demand demand = new Demand(action, Box.ofTenant(tenant));
    return switch (new Policy(List.of(), clock)
        .decide(LocalAdmin.identity(tenant), List.of(demand))) {
      case Allow allow -> allow;
      case Deny denial -> throw new IllegalStateException("the local admin: " + denial);
    };
  }

  /// Takes reports of leaked keys from the code host whose keys are at this address.
  LeakRoutes leaks(URI hostKeys, InstantSource clock) {
    return new LeakRoutes(
        new CodeHost(hostKeys, issuers.documents(), issuers.turns(), clock),
        new LeakDesk(new LeakedKeys(stores.keys(), configured, prover, keys), clock));
  }

  /// Makes the search index of a folder anew from the truth; returns when it is done.
  ///
  /// @param progress hears how far it is; what it hears last is how many memories there are
  /// @throws dev.memwarden.stores.embedded.FolderInUseException if another process holds the folder
  public static void rebuildIndex(
      Configuration.Store config,
      InstantSource clock,
      SecureRandom random,
      IndexProgress progress) {
    if (config.postgres().isPresent()) {
      try (Instance instance = open(config, clock, random, progress)) {
        long _ = instance.stores().rebuild().run(progress);
      }
      return;
    }
    Folder folder = Folder.open(config.data());
    boolean done = false;
    try {
      MasterKeyRing ring = MasterKeys.load(config, folder.hasStore(), random);
      EmbeddedStores.rebuildIndex(
          folder, ring, OnnxEmbedder.MODEL, OnnxEmbedder.DIMENSIONS, clock, progress);
      done = true;
    } finally {
      if (!done) {
        folder.close();
      }
    }
  }

  private static ConfiguredKeys configured(
      Configuration.Store config, MasterKeyRing ring, InstantSource clock) {
    List<ConfiguredKeys.Setting> settings =
        config.apiKeys().entrySet().stream()
            .map(entry ->
                new ConfiguredKeys.Setting(
                    Secret.of(entry.getKey()),
                    new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, entry.getValue())))
            .toList();
    if (settings.stream().anyMatch(setting -> isSecret(config, setting.text()))) {
      throw new InvalidConfigurationException(
          "API_KEYS: a key is the secret that tokens are signed with");
    }
    try {
      return ConfiguredKeys.of(ring, settings, clock.instant());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException("API_KEYS: " + e.getMessage());
    }
  }

  private static boolean isSecret(Configuration.Store config, Secret key) {
    return config.sharedSecret().filter(shared -> shared.secrets().contains(key)).isPresent();
  }

  /// Finishes what was begun and lets another process have the folder.
  @Override
  public void close() {
    others.close();
    issuers.close();
    prover.close();
    redis.ifPresent(Redis::close);
    stores.close();
  }
}
