package dev.memwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.limit.Admission.Admitted;
import dev.memwarden.auth.limit.Admission.Exceeded;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("198.51.100.7");
  private static final Identity ALICE = Callers.identity("user:alice");

  private long now = 7;

  private RateLimits limits(Map<Limit, String> rates) {
    Map<Limit, List<Rate>> parsed =
        rates.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> Rate.parseList(entry.getValue())));
    return new RateLimits(parsed, () -> now, RandomGenerator.of("SplittableRandom"));
  }

  private static Identity key(String user, String id, String rates) {
    return new Identity(
        Callers.principal(user),
        Set.of(),
        Ceiling.of(Action.ALL, Box.EVERYWHERE)
            .allowing(
                new Allowance(
                    rates.isEmpty() ? List.of() : Rate.parseList(rates), Optional.empty())),
        new CredentialRef(CredentialRef.Kind.API_KEY, id));
  }

  private static int admitted(RateLimits limits, Identity who, InetAddress from, int times) {
    int admitted = 0;
    for (int i = 0; i < times; i++) {
      admitted += limits.admit(who, from) instanceof Admitted ? 1 : 0;
    }
    return admitted;
  }

  private static int admitted(RateLimits limits, Identity who) {
    return admitted(limits, who, Callers.HOME, 50);
  }

  private static Limit exceeded(RateLimits limits, Identity who) {
    return ((Exceeded) limits.admit(who, Callers.HOME)).usage().limit();
  }

  @Test
  void nobody_is_limited_by_default() {
    RateLimits none = limits(Map.of());

    assertThat(none.admit(ALICE, Callers.HOME)).isSameAs(Admission.FREE);
    assertThat(Limiter.NONE.admit(ALICE, Callers.HOME)).isSameAs(Admission.FREE);
  }

  @Test
  void a_key_has_its_own_rate_or_the_common_one() {
    RateLimits limits = limits(Map.of(Limit.KEY, "10/m"));

    assertThat(admitted(limits, key("user:alice", "a", "20/m"))).isEqualTo(20);
    assertThat(admitted(limits, key("user:alice", "b", ""))).isEqualTo(10);
    assertThat(admitted(limits, key("user:alice", "c", ""))).isEqualTo(10);
    assertThat(exceeded(limits, key("user:bob", "c", ""))).isEqualTo(Limit.KEY);
  }

  @Test
  void all_rates_of_a_key_hold() {
    RateLimits limits = limits(Map.of());
    Identity alice = key("user:alice", "a", "10/s,25/d");

    assertThat(admitted(limits, alice)).isEqualTo(10);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(admitted(limits, alice)).isEqualTo(10);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(admitted(limits, alice)).isEqualTo(5);
  }

  @Test
  void what_a_key_was_traded_for_uses_up_the_same() {
    RateLimits limits = limits(Map.of());
    Identity key = key("user:alice", "a", "10/m");
    Identity token =
        new Identity(
            key.principal(),
            Set.of(),
            key.ceiling(),
            new CredentialRef(CredentialRef.Kind.WORKING_JWT, "f.1.r", Optional.of("a")));

    assertThat(admitted(limits, key, Callers.HOME, 4)).isEqualTo(4);
    assertThat(admitted(limits, token)).isEqualTo(6);
    assertThat(exceeded(limits, key)).isEqualTo(Limit.KEY);
  }

  @Test
  void a_token_of_no_key_falls_under_the_limits_of_its_user_alone() {
    RateLimits limits = limits(Map.of(Limit.KEY, "1/m", Limit.USER, "5/m"));
    Identity token =
        new Identity(
            Callers.ALICE,
            Set.of(),
            Callers.UNLIMITED,
            new CredentialRef(CredentialRef.Kind.OIDC_JWT, "jwt1"));

    assertThat(admitted(limits, token)).isEqualTo(5);
    assertThat(exceeded(limits, token)).isEqualTo(Limit.USER);
  }

  @Test
  void a_user_is_one_of_its_tenant_and_services_are_none() {
    RateLimits limits = limits(Map.of(Limit.USER, "5/m"));

    assertThat(admitted(limits, key("user:alice", "a", ""), Callers.HOME, 3)).isEqualTo(3);
    assertThat(admitted(limits, key("user:alice", "b", ""))).isEqualTo(2);
    assertThat(admitted(limits, key("user:alice@other", "c", ""))).isEqualTo(5);
    assertThat(admitted(limits, key("user:bob", "d", ""))).isEqualTo(5);
    assertThat(admitted(limits, key("service:alice", "e", ""))).isEqualTo(50);
  }

  @Test
  void all_of_a_tenant_and_all_of_an_address_are_counted_together() {
    RateLimits limits = limits(Map.of(Limit.TENANT, "20/m", Limit.ADDRESS, "5/m"));

    assertThat(admitted(limits, ALICE)).isEqualTo(5);
    assertThat(exceeded(limits, Callers.identity("admin:root"))).isEqualTo(Limit.ADDRESS);
    assertThat(admitted(limits, ALICE, ELSEWHERE, 5)).isEqualTo(5);
    InetAddress six = InetAddress.ofLiteral("2001:db8:1:2::1");
    InetAddress same = InetAddress.ofLiteral("2001:db8:1:2:ffff::9");
    assertThat(admitted(limits, ALICE, six, 3)).isEqualTo(3);
    assertThat(admitted(limits, Callers.identity("service:x"), same, 50)).isEqualTo(2);
    assertThat(admitted(limits, ALICE, InetAddress.ofLiteral("192.0.2.77"), 50)).isEqualTo(5);
    assertThat(exceeded(limits, ALICE)).isEqualTo(Limit.TENANT);
    assertThat(admitted(limits, Callers.identity("user:eve@other"), ELSEWHERE, 5)).isZero();
  }

  // Attack 7.8: whoever uses up what is common takes nothing of what is a victim's own.
  @Test
  void a_request_that_is_refused_is_counted_nowhere() {
    RateLimits limits = limits(Map.of(Limit.KEY, "10/m", Limit.USER, "10/m", Limit.TENANT, "15/m"));
    Identity eve = key("user:eve", "e", "");
    Identity alice = key("user:alice", "a", "");

    assertThat(admitted(limits, eve)).isEqualTo(10);
    assertThat(exceeded(limits, eve)).as("the narrowest says no").isEqualTo(Limit.KEY);
    assertThat(admitted(limits, alice, Callers.HOME, 5))
        .as("nothing of eve's counts twice")
        .isEqualTo(5);
    assertThat(exceeded(limits, alice)).isEqualTo(Limit.TENANT);
    assertThat(admitted(limits, alice)).isZero();
    now += Duration.ofSeconds(20).toNanos();
    assertThat(admitted(limits, alice)).as("five of the tenant's are free again").isEqualTo(5);
  }

  @Test
  void usages_say_what_is_left_of_each() {
    RateLimits limits = limits(Map.of(Limit.KEY, "10/m:5,100/d", Limit.TENANT, "60/m"));

    assertThat(((Admitted) limits.admit(ALICE, Callers.HOME)).usages())
        .containsExactly(
            new Usage(Limit.KEY, Rate.parse("10/m:5"), 4, Duration.ofSeconds(6).toNanos()),
            new Usage(Limit.KEY, Rate.parse("100/d"), 99, Duration.ofSeconds(864).toNanos()),
            new Usage(Limit.TENANT, Rate.parse("60/m"), 59, Duration.ofSeconds(1).toNanos()));
    assertThat(admitted(limits, ALICE)).isEqualTo(4);
    now += Duration.ofMillis(1_500).toNanos();
    Usage exceeded = ((Exceeded) limits.admit(ALICE, Callers.HOME)).usage();
    assertThat(exceeded)
        .isEqualTo(
            new Usage(Limit.KEY, Rate.parse("10/m:5"), 0, Duration.ofMillis(4_500).toNanos()));
    assertThat(exceeded.seconds()).isEqualTo(5);
    assertThat(exceeded.name()).isEqualTo("key-minute");
  }

  @Test
  void what_is_left_can_be_had_and_no_more() {
    RateLimits limits = limits(Map.of(Limit.KEY, "7/m:5"));
    RandomGenerator random = RandomGenerator.of("SplittableRandom");
    for (int i = 0; i < 2_000; i++) {
      now += random.nextLong(Duration.ofSeconds(20).toNanos());
      if (limits.admit(ALICE, Callers.HOME) instanceof Admitted(List<Usage> usages)) {
        long left = usages.getFirst().left();
        assertThat(admitted(limits, ALICE)).isEqualTo((int) left);
        Usage then = ((Exceeded) limits.admit(ALICE, Callers.HOME)).usage();
        now += then.nanos() - 1;
        assertThat(admitted(limits, ALICE)).isZero();
        now += 1;
        assertThat(admitted(limits, ALICE)).isEqualTo(1);
      }
    }
  }
}
