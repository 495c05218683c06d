package dev.memwarden.benchmarks.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.TokenJudges;
import dev.memwarden.benchmarks.Scratch;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
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

/// What judging a token costs, beside the bare primitive of the JDK over the same bytes and beside
/// what others verify tokens with. All verify the same tokens: signature, expiry, issuer, audience.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
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

  @Param({"HS256", "RS256", "ES256", "EdDSA"})
  public String algorithm;

  /// Who verifies. A benchmark of one method, so that every one of them starts from a new process.
  @Param({
    "bare",
    "memwarden",
    "memwarden remembered",
    "memwarden forged",
    "nimbus",
    "java-jwt",
    "jjwt",
    "jose4j"
  })
  public String by;

  private final String[] tokens = new String[TOKENS];
  private final byte[][] signed = new byte[TOKENS][];
  private final byte[][] signatures = new byte[TOKENS][];
  private Scratch scratch;
  private Instance instance;
  private Check check;
  private int next;

  /// Looks at the token of one number.
  @FunctionalInterface
  private interface Check {
    Object of(int number) throws GeneralSecurityException;
  }

  @Setup
  public void open() throws IOException, GeneralSecurityException {
    TokenKey key = TokenKey.make(algorithm);
    TokenKey signer = by.endsWith(" forged") ? TokenKey.make(algorithm) : key;
    for (int i = 0; i < TOKENS; i++) {
      tokens[i] = signer.sign(TokenClaims.of(i));
      int dot = tokens[i].lastIndexOf('.');
      signed[i] = tokens[i].substring(0, dot).getBytes(US_ASCII);
      signatures[i] = Base64.getUrlDecoder().decode(tokens[i].substring(dot + 1));
    }
    scratch = Scratch.make();
    instance =
        Instance.open(
            new Configuration.Store(scratch.path().resolve("data"), Map.of(), Optional.empty()),
            InstantSource.system(),
            new SecureRandom(),
            IndexProgress.UNSEEN);
    boolean remembers = by.endsWith(" remembered");
    check =
        check(
            key,
            Judges.of(
                key,
                instance.stores().keys(),
                remembers ? judge -> judge : UnrememberingJudge::new));
  }

  private Check check(TokenKey key, TokenJudges memwarden) throws GeneralSecurityException {
    return switch (by) {
      case "bare" -> {
        TokenKey.Bare bare = key.bare();
        yield number -> {
          if (!bare.verify(signed[number], signatures[number])) {
            throw new IllegalStateException("refused");
          }
          return bare;
        };
      }
      case "memwarden" -> number -> verified(memwarden.ifCached(bearer(number), HERE));
      case "memwarden remembered" -> {
        for (int i = 0; i < TOKENS; i++) {
          var _ = good(memwarden.authenticate(bearer(i), HERE));
        }
        yield number -> good(memwarden.ifCached(bearer(number), HERE).orElseThrow());
      }
      case "memwarden forged" -> number -> bad(memwarden.ifCached(bearer(number), HERE));
      case "nimbus" -> library(Libraries.nimbus(key));
      case "java-jwt" -> library(Libraries.auth0(key));
      case "jjwt" -> library(Libraries.jjwt(key));
      case "jose4j" -> library(Libraries.jose4j(key));
      default -> throw new IllegalArgumentException(by);
    };
  }

  @Benchmark
  public Object check() throws GeneralSecurityException {
    next = (next + 1) % TOKENS;
    return check.of(next);
  }

  private Check library(Libraries.Verifier verifier) {
    return number -> verifier.verify(tokens[number]);
  }

  private Credential.Bearer bearer(int number) {
    return new Credential.Bearer(Secret.of(tokens[number]));
  }

  private static Authentication good(Authentication answer) {
    if (!(answer instanceof Authentication.Authenticated)) {
      throw new IllegalStateException("a good token is refused");
    }
    return answer;
  }

  // What is not refused at once would go on to the store.
  private static Optional<Authentication> verified(Optional<Authentication> refusal) {
    if (refusal.isPresent()) {
      throw new IllegalStateException("a good token is refused");
    }
    return refusal;
  }

  private static Optional<Authentication> bad(Optional<Authentication> answer) {
    if (answer.isEmpty()) {
      throw new IllegalStateException("a forged token is taken");
    }
    return answer;
  }

  @TearDown
  public void close() throws IOException {
    instance.close();
    scratch.close();
  }
}
