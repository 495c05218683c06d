package dev.memwarden.auth.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.token.RefreshToken;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationRuleTest {
  private static final Instant NOON = SettableClock.NOON;
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("198.51.100.7");
  private static final Family FAMILY = family(Optional.empty());

  private static Family family(Optional<Family.Ending> ending) {
    return new Family(
        "5f3c9a0b7d1e2f4a6b8c0d1e",
        "key",
        Callers.ALICE,
        Set.of(Action.CHAT),
        Box.EVERYWHERE,
        NOON,
        NOON.plus(RotationRule.ABSOLUTE),
        ending);
  }

  private static RefreshToken token(int number) {
    return new RefreshToken(
        FAMILY.id(), number, "key", "master", NOON, NOON.plus(RotationRule.IDLE));
  }

  /// Tokens from `first` on; each but the newest was traded at noon, from home.
  private static Chain chain(int first, int newest) {
    List<Chain.Link> links = new ArrayList<>();
    for (int number = first; number <= newest; number++) {
      Optional<Chain.Use> use =
          number == newest
              ? Optional.empty()
              : Optional.of(new Chain.Use(NOON, Callers.HOME.getHostAddress()));
      links.add(new Chain.Link(token(number), use));
    }
    return new Chain(FAMILY, false, links);
  }

  private static Step decide(Chain chain, RefreshToken presented, Instant now, InetAddress from) {
    return RotationRule.decide(chain, presented, Optional.empty(), "master", now, from);
  }

  @Test
  void the_newest_token_is_traded() {
    Instant now = NOON.plusMillis(1_500);

    assertThat(decide(chain(1, 1), token(1), now, Callers.HOME))
        .isEqualTo(
            new Step.Advance(
                new RefreshToken(
                    FAMILY.id(),
                    2,
                    "key",
                    "master",
                    NOON.plusSeconds(1),
                    NOON.plusSeconds(1).plus(RotationRule.IDLE)),
                new Chain.Use(now, "192.0.2.1"),
                now.minus(RotationRule.GRACE)));
  }

  @Test
  void no_successor_outlives_its_family() {
    Instant late = FAMILY.endsAt().minusSeconds(60);
    RefreshToken fresh = new RefreshToken(FAMILY.id(), 9, "key", "master", late, FAMILY.endsAt());
    Chain chain = new Chain(FAMILY, false, List.of(new Chain.Link(fresh, Optional.empty())));

    assertThat(decide(chain, fresh, late, Callers.HOME))
        .isInstanceOfSatisfying(
            Step.Advance.class,
            advance -> assertThat(advance.successor().expiresAt()).isEqualTo(FAMILY.endsAt()));
  }

  // The newest token is 3; each before it was traded at noon.
  @ParameterizedTest(name = "{0} after {1} ms from {2}")
  @CsvSource(
      textBlock =
          """
          2,      0, home,      repeat
          2,  29999, home,      repeat
          2,  29999, elsewhere, REPLAYED
          2,  30000, home,      kill
          2,  30000, elsewhere, kill
          2, -60000, home,      repeat
          1,      0, home,      REPLAYED
          1,  29999, home,      REPLAYED
          1,  30000, home,      kill
          3,  30000, elsewhere, advance
          4,      0, home,      UNKNOWN_KEY
          """)
  void what_comes_again_is_judged_by_time_place_and_generation(
      int number, long millis, String from, String expected) {
    Step step =
        decide(
            chain(1, 3),
            token(number),
            NOON.plusMillis(millis),
            from.equals("home") ? Callers.HOME : ELSEWHERE);

    assertThat(said(step)).isEqualTo(expected);
  }

  @Test
  void the_same_successor_is_given_again() {
    assertThat(decide(chain(1, 2), token(1), NOON, Callers.HOME))
        .isEqualTo(new Step.Repeat(token(2)));
  }

  @Test
  void a_token_that_was_forgotten_was_used_long_ago() {
    assertThat(said(decide(chain(5, 7), token(4), NOON, Callers.HOME))).isEqualTo("kill");
  }

  // As after a restored backup.
  @Test
  void a_token_of_the_same_number_that_says_something_else_is_unknown() {
    RefreshToken other =
        new RefreshToken(
            FAMILY.id(), 1, "key", "master", NOON.plusSeconds(1), NOON.plus(RotationRule.IDLE));

    assertThat(said(decide(chain(1, 1), other, NOON, Callers.HOME))).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void tokens_and_families_end_at_their_very_instant() {
    Instant idle = NOON.plus(Duration.ofDays(7));
    assertThat(said(decide(chain(1, 1), token(1), idle.minusMillis(1), Callers.HOME)))
        .isEqualTo("advance");
    assertThat(said(decide(chain(1, 1), token(1), idle, Callers.HOME))).isEqualTo("EXPIRED");
    assertThat(said(decide(chain(1, 2), token(1), FAMILY.endsAt(), Callers.HOME)))
        .isEqualTo("EXPIRED");
  }

  @Test
  void ended_families_stay_dead() {
    Family ended = family(Optional.of(new Family.Ending(NOON, "test")));
    Chain chain = chain(1, 1);

    assertThat(said(decide(new Chain(ended, false, chain.links()), token(1), NOON, Callers.HOME)))
        .isEqualTo("REVOKED");
    assertThat(said(decide(new Chain(FAMILY, true, chain.links()), token(1), NOON, Callers.HOME)))
        .isEqualTo("REVOKED");
  }

  @ParameterizedTest
  @CsvSource({"3, 0, FOREIGN_NETWORK", "2, 0, FOREIGN_NETWORK", "2, 30, kill"})
  void a_hindrance_stops_trades_and_hides_no_copies(int number, int seconds, String expected) {
    Step step =
        RotationRule.decide(
            chain(1, 3),
            token(number),
            Optional.of(Refusal.FOREIGN_NETWORK),
            "master",
            NOON.plusSeconds(seconds),
            Callers.HOME);

    assertThat(said(step)).isEqualTo(expected);
  }

  private static String said(Step step) {
    return switch (step) {
      case Step.Advance _ -> "advance";
      case Step.Repeat _ -> "repeat";
      case Step.Kill _ -> "kill";
      case Step.Refuse(Refusal why) -> why.name();
    };
  }
}
