package dev.memwarden.benchmarks.keys;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.benchmarks.ForgedKeys;
import dev.memwarden.server.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/// What refusing a key costs, over the embedded store: a mistyped one, which must not cost a
/// look-up; one of another system; and those that cost one, a key that was never issued and a known
/// id with a wrong secret.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx4g",
      "-XX:+UseSerialGC",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class RefusedKeyBenchmark {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  /// How many of each kind take turns, so that no cache of the processor or the disk helps much.
  private static final int KINDS = 1024;

  /// How many keys are stored.
  @Param({"10", "10000", "1000000"})
  public int stored;

  private Instance instance;
  private KeyAuthenticator authenticator;
  private final Credential.ApiKey[] malformed = new Credential.ApiKey[KINDS];
  private final Credential.ApiKey[] foreign = new Credential.ApiKey[KINDS];
  private final Credential.ApiKey[] unknown = new Credential.ApiKey[KINDS];
  private final Credential.ApiKey[] wrongSecret = new Credential.ApiKey[KINDS];
  private int next;

  @Setup
  public void open() throws IOException {
    KeyFolder.Opened opened = KeyFolder.open(stored);
    instance = opened.instance();
    authenticator = instance.authenticator();
    ForgedKeys forged = new ForgedKeys(new SecureRandom());
    for (int i = 0; i < KINDS; i++) {
      String issued = opened.texts().get(i % opened.texts().size());
      malformed[i] = new Credential.ApiKey(Secret.of(forged.malformed()));
      foreign[i] = new Credential.ApiKey(Secret.of(forged.foreign()));
      unknown[i] = new Credential.ApiKey(Secret.of(forged.unknown()));
      wrongSecret[i] = new Credential.ApiKey(Secret.of(forged.wrongSecret(issued)));
    }
  }

  @Benchmark
  public Optional<Authentication> malformed() {
    return authenticator.ifCached(turn(malformed), HERE);
  }

  @Benchmark
  public Authentication foreign() {
    return authenticator.authenticate(turn(foreign), HERE);
  }

  @Benchmark
  public Authentication unknown() {
    return authenticator.authenticate(turn(unknown), HERE);
  }

  @Benchmark
  public Authentication wrongSecret() {
    return authenticator.authenticate(turn(wrongSecret), HERE);
  }

  private Credential.ApiKey turn(Credential.ApiKey[] keys) {
    next = (next + 1) % KINDS;
    return keys[next];
  }

  @TearDown
  public void close() {
    instance.close();
  }
}
