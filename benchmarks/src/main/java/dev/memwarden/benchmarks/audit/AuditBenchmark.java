package dev.memwarden.benchmarks.audit;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.ChainLink;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.audit.AuditConfig;
import dev.memwarden.server.audit.AuditTrail;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What auditing one request costs in process, without the disk: counting one that touches no
/// memory, telling one that does, and linking its entry to the chain.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AuditBenchmark {
  private static final Match SELF = Match.of(Method.GET, "/auth/whoami");
  private static final Match READ = Match.of(Method.GET, "/memories/{user_id}");

  private final InstantSource clock = InstantSource.system();
  private final NoLog log = new NoLog();
  private final AuditTrail trail = AuditTrail.started(log, AuditConfig.Mode.FAIL_CLOSED, clock);
  private final AuditChain chain = new AuditChain(MasterKeyRing.generate(new SecureRandom()));
  private final Box box = Box.ofUser(Principal.DEFAULT_TENANT, "alice");
  private final Identity alice =
      new Identity(
          new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "alice"),
          Set.of(),
          Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
          new CredentialRef(CredentialRef.Kind.API_KEY, "4bK2mQ8xT0aZ7nLp"));
  private final List<Demand> demands = List.of(new Demand(Action.MEMORY_READ, box));
  private final List<Box> rows = List.of(box, box, box, box, box, box, box, box, box, box);
  private ChainLink last = ChainLink.start("benchmark");

  @Benchmark
  public void count() {
    trail.count(alice, SELF);
  }

  @Benchmark
  public int tell() {
    trail.ready();
    trail.record(event());
    return log.events();
  }

  @Benchmark
  public ChainLink tellAndLink() {
    last = chain.next(last, event());
    return last;
  }

  private AuditEvent event() {
    return new AuditEvent(
        clock.instant(),
        AuditEvent.Kind.ACCESS,
        Actor.of(alice),
        Deed.of(demands).showing(Principal.DEFAULT_TENANT, rows),
        Ending.allowed("200"),
        new Correlation("1a2b3c4d-12345", "127.0.0.1", READ.toString()));
  }
}
