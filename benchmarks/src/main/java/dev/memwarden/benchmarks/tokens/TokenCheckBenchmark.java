package dev.memwarden.benchmarks.tokens;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.token.SharedSecretMint;
import dev.memwarden.auth.token.SharedSecretRules;
import dev.memwarden.auth.token.SharedSecrets;
import dev.memwarden.benchmarks.Scratch;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.SharedSecretConfiguration;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What judging a token of a shared secret (HS256) costs at the gate: one that is remembered, one
/// that has to be verified, and two that are refused; beside the bare HMAC of the JDK over the same
/// bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx2g",
      "-XX:+UseSerialGC",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class TokenCheckBenchmark {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final int TOKENS = 1024;
  private static final int SECRET_BYTES = 64;

  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Credential[] remembered = new Credential[TOKENS];
  private final Credential[] unseen = new Credential[TOKENS];
  private final Credential[] forged = new Credential[TOKENS];
  private final Credential[] malformed = new Credential[TOKENS];
  private final byte[][] signed = new byte[TOKENS][];
  private final byte[][] signatures = new byte[TOKENS][];
  private Scratch scratch;
  private Instance instance;
  private Gate gate;
  private Mac mac;
  private int next;

  @Setup
  public void open() throws IOException, GeneralSecurityException {
    String secret = randomText();
    SharedSecrets secrets = SharedSecrets.of(Secret.of(secret), List.of());
    mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    scratch = Scratch.make();
    instance =
        Instance.open(settings(scratch.path(), secrets), clock, random, IndexProgress.UNSEEN);
    gate = Gate.guarded(instance.credentials(), instance.authenticator(), instance.policies());
    SharedSecretMint mint = new SharedSecretMint(secrets);
    SharedSecretMint other =
        new SharedSecretMint(SharedSecrets.of(Secret.of(randomText()), List.of()));
    for (int i = 0; i < TOKENS; i++) {
      remembered[i] = new Credential.Bearer(mint.mint(wish("r" + i)));
      gate.authenticate(remembered[i], HERE);
      Secret token = mint.mint(wish("u" + i));
      unseen[i] = new Credential.Bearer(token);
      forged[i] = new Credential.Bearer(other.mint(wish("u" + i)));
      malformed[i] = new Credential.Bearer(Secret.of(token.revealText() + "="));
      String text = token.revealText();
      int dot = text.lastIndexOf('.');
      signed[i] = text.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
      signatures[i] = Base64.getUrlDecoder().decode(text.substring(dot + 1));
    }
  }

  /// What is left to one is all of the rest: form, JSON, claims.
  @Benchmark
  public boolean bareHmac() throws CloneNotSupportedException {
    int i = turn();
    return MessageDigest.isEqual(((Mac) mac.clone()).doFinal(signed[i]), signatures[i]);
  }

  /// Ends before the store is asked.
  @Benchmark
  public Optional<Authentication> verified() {
    return gate.ifCached(unseen[turn()], HERE);
  }

  @Benchmark
  public Optional<Authentication> remembered() {
    return gate.ifCached(remembered[turn()], HERE);
  }

  @Benchmark
  public Optional<Authentication> forged() {
    return gate.ifCached(forged[turn()], HERE);
  }

  @Benchmark
  public Optional<Authentication> malformed() {
    return gate.ifCached(malformed[turn()], HERE);
  }

  private int turn() {
    next = (next + 1) % TOKENS;
    return next;
  }

  private String randomText() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  private SharedSecretMint.Wish wish(String id) {
    return new SharedSecretMint.Wish(
        Optional.of("alice"),
        Optional.of(Set.of(Action.MEMORY_READ, Action.CHAT)),
        clock.instant(),
        Optional.of(clock.instant().plus(Duration.ofDays(1))),
        id);
  }

  private static Configuration.Store settings(Path folder, SharedSecrets secrets) {
    SharedSecretRules rules =
        SharedSecretRules.of("default", Set.of("memwarden"), false, Duration.ZERO);
    return new Configuration.Store(
        folder.resolve("data"),
        Map.of(),
        Optional.empty(),
        Optional.of(new SharedSecretConfiguration(secrets, rules, Set.of())),
        List.of(),
        KeyProver.Making.SHA_256);
  }

  @TearDown
  public void close() throws IOException {
    instance.close();
    scratch.close();
  }
}
