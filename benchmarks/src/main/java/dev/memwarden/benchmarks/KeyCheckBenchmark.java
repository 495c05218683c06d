package dev.memwarden.benchmarks;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ConfiguredKeys;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.KeyText;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.embedded.EmbeddedStores;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What judging one presented API key costs, over the embedded store.
///
/// `warm`: a key that was used before, another one each time; `broken`: a mistyped one, which must
/// not cost a look-up; `unknown`: a well-formed one that was never issued, which costs one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {
      "-Xmx4g",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class KeyCheckBenchmark {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final String TENANT = Principal.DEFAULT_TENANT;

  /// How many keys are stored.
  @Param({"10", "10000"})
  public int stored;

  /// How many of them are in use.
  @Param({"10", "10000"})
  public int active;

  private Path folder;
  private Stores stores;
  private KeyAuthenticator authenticator;
  private Credential.ApiKey[] keys;
  private Credential.ApiKey broken;
  private Credential.ApiKey unknown;
  private int next;

  @Setup
  public void open() throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    folder = Files.createTempDirectory("memwarden-benchmark");
    stores =
        EmbeddedStores.open(
            Folder.open(folder.resolve("data")),
            MasterKeyRing.generate(random),
            "none",
            8,
            clock,
            IndexProgress.UNSEEN);
    authenticator = new KeyAuthenticator(stores.keys(), ConfiguredKeys.NONE, clock);
    KeyService service =
        new KeyService(stores.keys(), ConfiguredKeys.NONE, authenticator, random, clock);
    String[] texts = new String[stored];
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int i = 0; i < stored; i++) {
        int number = i;
        threads.execute(() -> texts[number] = mint(service, clock, number));
      }
    }
    keys =
        IntStream.range(0, Math.min(active, stored))
            .mapToObj(i -> new Credential.ApiKey(Secret.of(texts[i])))
            .toArray(Credential.ApiKey[]::new);
    for (Credential.ApiKey key : keys) {
      require(authenticator.authenticate(key, HERE), Authentication.Authenticated.class);
    }
    broken = new Credential.ApiKey(Secret.of(texts[0].substring(0, 69) + "!"));
    unknown = new Credential.ApiKey(KeyText.mint(random).text());
  }

  @Benchmark
  public Optional<Authentication> warm() {
    next = next + 1 == keys.length ? 0 : next + 1;
    return authenticator.ifCached(keys[next], HERE);
  }

  @Benchmark
  public Optional<Authentication> broken() {
    return authenticator.ifCached(broken, HERE);
  }

  @Benchmark
  public Authentication unknown() {
    return authenticator.authenticate(unknown, HERE);
  }

  @TearDown
  public void close() throws IOException {
    stores.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String mint(KeyService service, InstantSource clock, int number) {
    Principal root = new Principal(Principal.Kind.ADMIN, TENANT, "root");
    Identity identity =
        new Identity(
            root,
            Set.of(),
            Ceiling.of(Action.ALL, Box.ofTenant(TENANT)),
            new CredentialRef(CredentialRef.Kind.CONTROL_SOCKET, "benchmark"));
    var allow =
        (Allow)
            new Policy(List.of(), clock)
                .decide(identity, List.of(new Demand(Action.KEYS_MANAGE, Box.ofTenant(TENANT))));
    Principal user = new Principal(Principal.Kind.USER, TENANT, "user" + number);
    Ceiling ceiling = Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant(TENANT));
    NewKey wanted = new NewKey(user, Optional.empty(), Optional.empty(), ceiling);
    return switch (service.mint(allow, wanted)) {
      case Minting.Minted minted -> minted.text().revealText();
      case Minting.NotWithin(String reason) -> throw new IllegalStateException(reason);
      case Minting.OwnerDeleted _ -> throw new IllegalStateException("nobody was deleted");
    };
  }

  private static void require(Authentication answer, Class<?> wanted) {
    if (!wanted.isInstance(answer)) {
      throw new IllegalStateException("unexpected " + answer);
    }
  }
}
