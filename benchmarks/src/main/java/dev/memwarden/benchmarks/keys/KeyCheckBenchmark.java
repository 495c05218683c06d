package dev.memwarden.benchmarks.keys;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.server.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

/// What judging a good key costs that was used before, over the embedded store: another key each
/// time, in an order that the processor cannot foresee.
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
public class KeyCheckBenchmark {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  /// How many keys are in use, of how many that are stored.
  @Param({
    "10 of 10",
    "10 of 10000",
    "10000 of 10000",
    "10 of 1000000",
    "10000 of 1000000",
    "100000 of 1000000"
  })
  public String used;

  private Instance instance;
  private KeyAuthenticator authenticator;
  private Credential.ApiKey[] keys;
  private int next;

  @Setup
  public void open() throws IOException {
    String[] numbers = used.split(" of ", -1);
    KeyFolder.Opened opened = KeyFolder.open(Integer.parseInt(numbers[1]));
    instance = opened.instance();
    authenticator = instance.authenticator();
    List<String> texts = new ArrayList<>(opened.texts().subList(0, Integer.parseInt(numbers[0])));
    Collections.shuffle(texts, new Random(1));
    keys =
        texts.stream()
            .map(text -> new Credential.ApiKey(Secret.of(text)))
            .toArray(Credential.ApiKey[]::new);
    for (Credential.ApiKey key : keys) {
      if (!(authenticator.authenticate(key, HERE) instanceof Authentication.Authenticated)) {
        throw new IllegalStateException("a key that was issued is refused");
      }
    }
  }

  @Benchmark
  public Optional<Authentication> warm() {
    next = next + 1 == keys.length ? 0 : next + 1;
    return authenticator.ifCached(keys[next], HERE);
  }

  @TearDown
  public void close() {
    instance.close();
  }
}
