package dev.memwarden.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Decision;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.TenantService;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.stores.lucene.IndexProgress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may look at the audit log, however the routes are reached.
class AuditRoutesTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Box TENANT = Box.ofTenant("default");

  @TempDir Path folder;

  private Instance instance;

  @BeforeEach
  void open() {
    instance =
        Instance.open(
            new Configuration.Store(folder.resolve("data"), Map.of(), Optional.empty()),
            CLOCK,
            new SecureRandom(),
            IndexProgress.UNSEEN);
  }

  @AfterEach
  void close() {
    instance.close();
  }

  private static Identity admin(Set<Action> actions, Box box) {
    return new Identity(
        new Principal(Principal.Kind.ADMIN, "default", "root"),
        Set.of(),
        Ceiling.of(actions, box),
        new CredentialRef(CredentialRef.Kind.API_KEY, "k"));
  }

  /// What every route answers; `denied` where policy does.
  private Map<Match, String> answers(Identity who) {
    var tenants = new TenantService(instance.stores().tenants(), instance.authenticator(), CLOCK);
    return new AuditRoutes(instance.stores().audit(), instance.verifier(), new WholeServer(tenants))
        .routes().stream()
            .map(route -> (Route.Guarded<?>) route)
            .collect(Collectors.toMap(Route::match, route -> answer(route, who)));
  }

  private static <Q> String answer(Route.Guarded<Q> route, Identity who) {
    Call call =
        new Call(
            route.match().method(),
            Map.of(),
            Map.of(),
            Body.EMPTY,
            InetAddress.getLoopbackAddress(),
            "r-1");
    if (!(route.wire().decode(who, call) instanceof Decoded.Request<Q>(Q request))) {
      throw new AssertionError("malformed");
    }
    Decision decision =
        new Policy(List.of(), CLOCK).decide(who, route.demands().apply(who, request));
    return switch (decision) {
      case Allow allow -> {
        Reply reply = route.perform().apply(allow, request);
        yield Integer.toString(reply.status());
      }
      case Deny _ -> "denied";
    };
  }

  @Test
  void whoever_may_read_the_whole_log_does() {
    assertThat(answers(admin(Set.of(Action.AUDIT_READ), TENANT)).values())
        .hasSize(3)
        .containsOnly("200");
  }

  @Test
  void whoever_may_read_about_some_only_reads_nothing() {
    assertThat(answers(admin(Set.of(Action.AUDIT_READ), Box.ofUser("default", "alice"))).values())
        .containsOnly("403");
  }

  @Test
  void whoever_may_do_everything_else_reads_nothing() {
    Set<Action> others =
        Action.ALL.stream()
            .filter(action -> action != Action.AUDIT_READ)
            .collect(Collectors.toUnmodifiableSet());

    assertThat(answers(admin(others, TENANT)).values()).containsOnly("denied");
  }
}
