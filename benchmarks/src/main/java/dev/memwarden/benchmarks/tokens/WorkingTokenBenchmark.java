package dev.memwarden.benchmarks.tokens;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.SigningKey;
import dev.memwarden.auth.token.WorkingToken;
import dev.memwarden.auth.token.WorkingTokenId;
import dev.memwarden.auth.token.WorkingTokens;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What reading a working token of the handshake costs, which is signed with RS256: form,
/// signature, claims; without the store.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC"})
public class WorkingTokenBenchmark {
  private static final String ISSUER = "http://127.0.0.1:8000";
  private static final int TOKENS = 1024;
  private static final long LIFE_SECONDS = 86_400;

  private final String[] tokens = new String[TOKENS];
  private SigningKey key;
  private int next;

  @Setup
  public void mint() {
    SecureRandom random = new SecureRandom();
    key = SigningKey.generate(random);
    Principal alice = new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "alice");
    Ceiling ceiling = Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofUser(alice.tenant(), alice.id()));
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    for (int i = 0; i < TOKENS; i++) {
      WorkingToken token =
          new WorkingToken(
              WorkingTokenId.mint(WorkingTokenId.mintFamily(random), i, random),
              "benchmark",
              alice,
              ceiling,
              now,
              now.plusSeconds(LIFE_SECONDS));
      tokens[i] = WorkingTokens.write(token, ISSUER, key).revealText();
    }
  }

  @Benchmark
  public WorkingTokens.Read.Signed read() {
    next = (next + 1) % TOKENS;
    return switch (WorkingTokens.read(
        Secret.of(tokens[next]),
        ISSUER,
        id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty())) {
      case WorkingTokens.Read.Signed signed -> signed;
      case WorkingTokens.Read.Not(var why) -> throw new IllegalStateException("refused: " + why);
    };
  }
}
