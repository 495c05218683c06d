package dev.memwarden.benchmarks.keys;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.limit.Admission;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.auth.limit.Limiter;
import dev.memwarden.auth.limit.RateLimits;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to count a request under the limits of its caller: another caller each time, in an
/// order that the processor cannot foresee.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
public class LimitBenchmark {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final List<Rate> NEVER_REACHED = Rate.parseList("999999999/s");

  /// Under which limits they fall.
  @Param({"none", "key", "key user tenant address"})
  public String under;

  @Param({"10", "100000"})
  public int callers;

  private Limiter limits;
  private Identity[] who;
  private int next;

  @Setup
  public void open() {
    Map<Limit, List<Rate>> rates = new HashMap<>();
    for (Limit limit : Limit.values()) {
      if (under.contains(limit.word())) {
        rates.put(limit, NEVER_REACHED);
      }
    }
    Random random = new Random(1);
    limits = new RateLimits(rates, System::nanoTime, random);
    who = new Identity[callers];
    for (int i = 0; i < callers; i++) {
      String id = Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX);
      who[i] =
          new Identity(
              new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "user" + i),
              Set.of(),
              Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
              new CredentialRef(CredentialRef.Kind.API_KEY, id));
    }
  }

  @Benchmark
  public Admission admit() {
    next = next + 1 == who.length ? 0 : next + 1;
    return limits.admit(who[next], HERE);
  }
}
