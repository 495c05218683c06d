package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
  private static final Credential KEY = new Credential.ApiKey(Secret.of("key"));
  private static final Identity ALICE = Callers.identity("user:alice");
  private static final Identity ANYBODY = Callers.identity("admin:anonymous");
  private static final Place OWN = Callers.place("default/alice");

  private final SettableClock clock = new SettableClock();
  private final AtomicReference<Authentication> answer =
      new AtomicReference<>(new Authenticated(ALICE));
  private final AtomicReference<Policy> policy =
      new AtomicReference<>(new Policy(List.of(), clock));
  private final Gate guarded = Gate.guarded(new Keys(), _ -> answer.get(), policy::get);
  private final Gate open = Gate.open(ANYBODY, new Keys(), _ -> answer.get(), policy::get);
  private final Mandate job = mandate(ALICE);

  private final class Keys implements Authenticator<Credential.ApiKey> {
    @Override
    public Authentication authenticate(Credential.ApiKey credential, InetAddress from) {
      return answer.get();
    }

    @Override
    public Optional<Authentication> ifCached(Credential.ApiKey credential, InetAddress from) {
      return Optional.of(answer.get()).filter(Authenticated.class::isInstance);
    }
  }

  @Test
  void lets_the_authenticator_judge_a_key() {
    assertThat(guarded.authenticate(KEY, Callers.HOME)).isEqualTo(new Authenticated(ALICE));
    assertThat(guarded.ifCached(KEY, Callers.HOME)).contains(new Authenticated(ALICE));

    answer.set(new Refused(Refusal.REVOKED));
    assertThat(guarded.authenticate(KEY, Callers.HOME)).isEqualTo(new Refused(Refusal.REVOKED));
    assertThat(guarded.ifCached(KEY, Callers.HOME)).isEmpty();
  }

  /// Attack 3.8.
  @Test
  void whoever_was_let_in_is_judged_again_once_something_has_changed() {
    Changing news = new Changing();
    Gate gate = guarded.hearing(news);
    long known = gate.known();
    answer.set(new Refused(Refusal.REVOKED));
    assertThat(gate.again(ALICE, known)).isEqualTo(new Authenticated(ALICE));

    news.count++;

    assertThat(gate.again(ALICE, known)).isEqualTo(new Refused(Refusal.REVOKED));
    assertThat(open.hearing(news).again(ANYBODY, known)).isEqualTo(new Authenticated(ANYBODY));
  }

  /// Attack 7.5: the right was taken away before what was read was written.
  @Test
  void what_was_read_is_shown_only_if_nothing_was_taken_away_until_then() {
    Changing news = new Changing();
    Gate gate = guarded.hearing(news);
    long known = gate.known();
    List<Demand> demands = List.of(new Demand(Action.MEMORY_READ, Box.exactly(OWN)));
    Allow given = (Allow) gate.decide(ALICE, demands);
    gate.confirm(given, demands, known);

    news.unheard = this::forbidAll;
    assertThatThrownBy(() -> gate.confirm(given, demands, known))
        .isInstanceOf(StoreUnavailableException.class);

    policy.set(new Policy(List.of(), clock));
    news.unheard = () -> answer.set(new Refused(Refusal.REVOKED));
    assertThatThrownBy(() -> gate.confirm(given, demands, known))
        .isInstanceOf(StoreUnavailableException.class);

    answer.set(new Authenticated(ALICE));
    news.unheard = () -> {};
    gate.confirm(given, demands, known);
  }

  /// Something that has happened and is known as soon as somebody wants to hear of it.
  private static final class Changing implements News {
    private long count;
    private Runnable unheard = () -> {};

    @Override
    public long count() {
      return count;
    }

    @Override
    public void hear() {
      unheard.run();
      count++;
    }
  }

  @Test
  void refuses_whose_requests_must_be_signed_unless_somebody_sees_to_it() {
    Identity signing =
        Callers.identity(
            Callers.ALICE,
            new Ceiling(
                Action.ALL,
                Box.EVERYWHERE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Signer.parse("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"))));
    answer.set(new Authenticated(signing));

    assertThat(guarded.ifCached(KEY, Callers.HOME)).isEmpty();
    assertThat(guarded.authenticate(KEY, Callers.HOME)).isEqualTo(new Refused(Refusal.UNSIGNED));
    assertThat(guarded.recognise(KEY, Callers.HOME)).isEqualTo(new Authenticated(signing));
  }

  @ParameterizedTest
  @CsvSource({
    "conflicting, CONFLICTING_CREDENTIALS",
    "unreadable, UNREADABLE_CREDENTIAL",
    "none, NO_CREDENTIAL"
  })
  void refuses_what_is_not_one_credential(String what, Refusal why) {
    Credential credential =
        switch (what) {
          case "conflicting" -> new Credential.Conflicting();
          case "unreadable" -> new Credential.Unreadable();
          default -> new Credential.None();
        };

    assertThat(guarded.authenticate(credential, Callers.HOME)).isEqualTo(new Refused(why));
    assertThat(guarded.ifCached(credential, Callers.HOME)).contains(new Refused(why));
    assertThat(why.isForbidden()).isFalse();
  }

  @Test
  void takes_everybody_for_the_same_when_it_is_open() {
    answer.set(new Refused(Refusal.REVOKED));

    for (Credential credential :
        List.of(KEY, new Credential.None(), new Credential.Conflicting())) {
      assertThat(open.authenticate(credential, Callers.HOME)).isEqualTo(new Authenticated(ANYBODY));
      assertThat(open.ifCached(credential, Callers.HOME)).contains(new Authenticated(ANYBODY));
    }
  }

  @Test
  void credentials_have_a_kind_with_a_word() {
    assertThat(ALICE.credential().kind().word()).isEqualTo("api_key");
  }

  @Test
  void decides_by_the_policy_in_force() {
    List<Demand> demands = List.of(new Demand(Action.MEMORY_READ, Box.exactly(OWN)));
    assertThat(guarded.decide(ALICE, demands)).isInstanceOf(Allow.class);

    forbidAll();
    assertThat(guarded.decide(ALICE, demands))
        .isEqualTo(new Deny(Refusal.ACTION_NOT_ALLOWED, demands.getFirst()));
    assertThat(Refusal.ACTION_NOT_ALLOWED.isForbidden()).isTrue();
    assertThat(Refusal.OUT_OF_REACH.isForbidden()).isTrue();
  }

  @Test
  void renews_a_job_for_exactly_its_place() {
    Allow allow = (Allow) guarded.renew(job);

    assertThat(allow.reach(Action.MEMORY_WRITE)).isEqualTo(Reach.of(Box.exactly(OWN)));
  }

  @Test
  void a_job_that_demands_nothing_is_no_mandate() {
    Demand optional = Demand.optional(Action.MEMORY_READ, Box.exactly(OWN));

    assertThatIllegalArgumentException().isThrownBy(() -> new Mandate(ALICE, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Mandate(ALICE, List.of(optional)));
  }

  @Test
  void stops_a_job_whose_credential_fell() {
    answer.set(new Refused(Refusal.REVOKED));
    assertThat(why(guarded.renew(job))).isEqualTo(Refusal.REVOKED);
  }

  @Test
  void stops_a_job_that_policy_no_longer_allows() {
    forbidAll();
    assertThat(why(guarded.renew(job))).isEqualTo(Refusal.ACTION_NOT_ALLOWED);
  }

  @Test
  void stops_a_job_whose_credential_proves_somebody_else() {
    answer.set(new Authenticated(Callers.identity("user:bob")));
    assertThat(why(guarded.renew(job))).isEqualTo(Refusal.UNKNOWN_KEY);
  }

  @Test
  void renews_only_the_jobs_of_everybody_when_it_is_open() {
    Mandate everybodys = mandate(ANYBODY);

    assertThat(open.renew(everybodys)).isInstanceOf(Allow.class);
    assertThat(why(open.renew(job))).isEqualTo(Refusal.UNKNOWN_KEY);
  }

  private static Mandate mandate(Identity origin) {
    return new Mandate(origin, List.of(new Demand(Action.MEMORY_WRITE, Box.exactly(OWN))));
  }

  private void forbidAll() {
    policy.set(
        new Policy(
            List.of(
                new Rule(
                    Rule.Effect.FORBID, new Rule.Subject.Anyone(), Action.ALL, Box.EVERYWHERE)),
            clock));
  }

  private static Refusal why(Decision decision) {
    return ((Deny) decision).why();
  }
}
