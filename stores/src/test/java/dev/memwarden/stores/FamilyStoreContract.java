package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.handshake.Chain;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.handshake.FamilyStore;
import dev.memwarden.auth.handshake.Step;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.WorkingTokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every [FamilyStore] must do.
public abstract class FamilyStoreContract extends Contract {
  private static final Instant NOON = Proofs.NOON;
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Principal ALICE = Proofs.user("alice");
  private static final Allow ADMINS = Proofs.managing();
  private static final Slice<String> ALL = Slice.first(100);
  private static final Family.Ending ENDING = new Family.Ending(LATER, "test");
  private static final SecureRandom RANDOM = new SecureRandom();

  private FamilyStore families() {
    return stores().families();
  }

  private static Family family(Principal principal) {
    return new Family(
        WorkingTokenId.mintFamily(RANDOM),
        "key-of-" + principal.id(),
        principal,
        Set.of(Action.MEMORY_READ, Action.CHAT),
        Box.ofTenant(principal.tenant())
            .with(Axis.AGENT, Extent.of("planner"))
            .with(Axis.SESSION, Extent.NONE),
        NOON,
        NOON.plus(Duration.ofDays(30)),
        Optional.empty());
  }

  private static RefreshToken token(Family family, int number) {
    return new RefreshToken(
        family.id(), number, family.client(), "master", NOON, NOON.plus(Duration.ofDays(7)));
  }

  private Family opened(Principal principal) {
    Family family = family(principal);
    long _ = families().open(family, token(family, 1));
    return family;
  }

  private Step.Advance advance(Family family, int number, Instant at) {
    return new Step.Advance(
        token(family, number + 1), new Chain.Use(at, "192.0.2.1"), at.minusSeconds(30));
  }

  private Step step(Family family, Step step) {
    return families().turn(family.id(), _ -> step).orElseThrow().step();
  }

  private Chain chain(Family family) {
    return families().chain(family.id()).orElseThrow();
  }

  @Test
  void a_family_is_found_as_it_was_opened() {
    Family family = opened(ALICE);
    reopen();

    assertThat(families().find(family.id()).orElseThrow().family()).isEqualTo(family);
    assertThat(chain(family))
        .isEqualTo(
            new Chain(family, false, List.of(new Chain.Link(token(family, 1), Optional.empty()))));
    assertThat(families().find("unknown")).isEmpty();
    assertThat(families().chain("unknown")).isEmpty();
    assertThat(families().turn("unknown", _ -> new Step.Refuse(Refusal.REVOKED))).isEmpty();
  }

  @Test
  void a_token_that_is_traded_is_used_and_its_successor_is_not() {
    Family family = opened(ALICE);
    step(family, advance(family, 1, LATER));
    reopen();

    assertThat(chain(family).links())
        .containsExactly(
            new Chain.Link(token(family, 1), Optional.of(new Chain.Use(LATER, "192.0.2.1"))),
            new Chain.Link(token(family, 2), Optional.empty()));
  }

  @Test
  void what_was_used_long_ago_is_forgotten() {
    Family family = opened(ALICE);
    step(family, advance(family, 1, LATER));
    step(family, advance(family, 2, LATER.plusSeconds(30)));
    assertThat(chain(family).links()).hasSize(3);
    step(family, advance(family, 3, LATER.plusSeconds(31)));

    assertThat(chain(family).links())
        .extracting(link -> link.token().number())
        .containsExactly(2, 3, 4);
  }

  @Test
  void refusing_and_repeating_change_nothing() {
    Family family = opened(ALICE);
    Chain before = chain(family);

    step(family, new Step.Refuse(Refusal.EXPIRED));
    step(family, new Step.Repeat(token(family, 1)));

    assertThat(chain(family)).isEqualTo(before);
  }

  @Test
  void steps_that_come_at_once_are_taken_one_after_the_other() {
    Family family = opened(ALICE);
    ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        callers.execute(() ->
            families()
                .turn(
                    family.id(),
                    chain -> {
                      int newest = chain.links().getLast().token().number();
                      seen.add(newest);
                      return advance(family, newest, LATER);
                    }));
      }
    }

    assertThat(seen).hasSize(50).doesNotHaveDuplicates();
    assertThat(chain(family).links().getLast().token().number()).isEqualTo(51);
  }

  @Test
  void a_family_that_is_killed_stays_so() {
    Family family = opened(ALICE);
    step(family, new Step.Kill(ENDING));
    step(family, new Step.Kill(new Family.Ending(LATER.plusSeconds(1), "again")));
    reopen();

    assertThat(chain(family).family().ending()).contains(ENDING);
  }

  @Test
  void whoever_holds_a_token_ends_its_family_once() {
    Family family = opened(ALICE);

    assertThat(families().end(family.id(), ENDING).orElseThrow().ending()).contains(ENDING);
    assertThat(families().end(family.id(), new Family.Ending(NOON, "again")).orElseThrow().ending())
        .contains(ENDING);
    assertThat(families().end("unknown", ENDING)).isEmpty();
  }

  @Test
  void families_of_others_are_ended_within_the_reach_only() {
    Family alices = opened(ALICE);
    Family services = opened(Proofs.service("ingest"));
    Allow bob = Proofs.of(Proofs.user("bob"), Action.KEYS_MANAGE);
    Allow alice = Proofs.of(ALICE, Action.KEYS_MANAGE);
    Allow elsewhere = Proofs.of(Proofs.admin("other"), Action.KEYS_MANAGE);

    assertThat(families().end(bob, alices.id(), ENDING)).isEmpty();
    assertThat(families().end(elsewhere, alices.id(), ENDING)).isEmpty();
    assertThat(families().end(alice, services.id(), ENDING)).isEmpty();
    assertThat(families().find(alices.id()).orElseThrow().family().ending()).isEmpty();

    assertThat(families().end(alice, alices.id(), ENDING)).isPresent();
    assertThat(families().end(ADMINS, services.id(), ENDING)).isPresent();
  }

  @Test
  void everything_of_one_principal_is_cut_and_what_comes_later_is_not() {
    Family before = opened(ALICE);
    Family others = opened(Proofs.user("bob"));
    assertThat(families().endAllOf(ADMINS, ALICE, LATER)).isTrue();
    Family after = family(ALICE);
    long seq = families().open(after, token(after, 1));
    reopen();

    assertThat(chain(before).cut()).isTrue();
    assertThat(chain(others).cut()).isFalse();
    assertThat(chain(after).cut()).isFalse();
    assertThat(families().find(after.id()).orElseThrow().floor()).isBetween(1L, seq);
    assertThat(families().find(others.id()).orElseThrow().floor()).isZero();
    assertThat(families().endAllOf(Proofs.of(Proofs.user("bob"), Action.KEYS_MANAGE), ALICE, LATER))
        .isFalse();
  }

  @Test
  void everything_of_a_tenant_is_cut() {
    Family alices = opened(ALICE);
    Family elsewhere = opened(new Principal(Principal.Kind.USER, "other", "alice"));
    families().endAll(ADMINS, LATER);

    assertThat(chain(alices).cut()).isTrue();
    assertThat(chain(elsewhere).cut()).isFalse();
    assertThat(chain(opened(ALICE)).cut()).isFalse();
    Allow user = Proofs.of(ALICE, Action.KEYS_MANAGE);
    assertThatIllegalStateException().isThrownBy(() -> families().endAll(user, LATER));
  }

  @Test
  void disabling_somebody_cuts_for_good() {
    Family family = opened(ALICE);
    stores().users().ensure(ADMINS, ALICE, NOON);
    stores().users().changeStatus(ADMINS, ALICE, User.Status.DISABLED, LATER);
    stores().users().changeStatus(ADMINS, ALICE, User.Status.ACTIVE, LATER.plusSeconds(1));

    assertThat(chain(family).cut()).isTrue();
    assertThat(chain(opened(ALICE)).cut()).isFalse();
  }

  @Test
  void steps_know_the_last_change_of_authority() {
    Family family = family(ALICE);
    long opening = families().open(family, token(family, 1));
    long same =
        families().turn(family.id(), _ -> new Step.Refuse(Refusal.EXPIRED)).orElseThrow().seq();
    Family _ = opened(Proofs.user("bob"));
    long later =
        families().turn(family.id(), _ -> new Step.Refuse(Refusal.EXPIRED)).orElseThrow().seq();

    assertThat(same).isEqualTo(opening);
    assertThat(later).isGreaterThan(opening);
  }

  @Test
  void only_what_can_still_be_used_is_listed() {
    Family works = opened(ALICE);
    Family ended = opened(ALICE);
    families().end(ended.id(), ENDING);
    Family services = opened(Proofs.service("ingest"));
    Family cut = opened(Proofs.user("bob"));
    families().endAllOf(ADMINS, cut.principal(), LATER);

    assertThat(families().list(ADMINS, LATER, ALL)).containsExactly(works, services);
    assertThat(families().list(Proofs.of(ALICE, Action.KEYS_MANAGE), LATER, ALL))
        .containsExactly(works);
    assertThat(families().list(ADMINS, NOON.plus(Duration.ofDays(7)), ALL)).isEmpty();
    assertThat(families().list(ADMINS, NOON.plus(Duration.ofDays(30)), ALL)).isEmpty();
  }

  @Test
  void a_list_is_read_part_by_part_also_beyond_what_has_ended() {
    Allow alices = Proofs.of(ALICE, Action.KEYS_MANAGE);
    Family first = opened(ALICE);
    Family bobs = opened(Proofs.user("bob"));
    Family second = opened(ALICE);
    Family third = opened(ALICE);

    assertThat(families().list(alices, LATER, Slice.first(2))).containsExactly(first, second);
    families().end(second.id(), ENDING);
    assertThat(families().list(alices, LATER, ALL.beyond(second.id()))).containsExactly(third);
    assertThat(families().show(alices, second.id()).map(Family::id)).contains(second.id());
    // Out of reach is unknown.
    for (String id : List.of(bobs.id(), "unknown")) {
      assertThat(families().list(alices, LATER, ALL.beyond(id))).isEmpty();
      assertThat(families().show(alices, id)).isEmpty();
    }
  }

  @Test
  void what_is_over_is_forgotten() {
    Family ended = opened(ALICE);
    families().end(ended.id(), ENDING);
    Family works = opened(ALICE);

    families().forget(LATER);
    assertThat(opened(ALICE)).isNotNull();
    assertThat(families().find(ended.id())).isPresent();

    families().forget(LATER.plusSeconds(1));
    assertThat(opened(ALICE)).isNotNull();
    assertThat(families().find(ended.id())).isEmpty();
    assertThat(families().find(works.id())).isPresent();
  }

  @Test
  void a_family_that_nobody_refreshes_any_more_is_forgotten() {
    Family idle = opened(ALICE);
    Family refreshed = opened(ALICE);
    Instant later = NOON.plus(Duration.ofDays(7));
    step(
        refreshed,
        new Step.Advance(
            new RefreshToken(
                refreshed.id(), 2, "c", "master", later, later.plus(Duration.ofDays(7))),
            new Chain.Use(later.minusSeconds(1), "192.0.2.1"),
            later.minusSeconds(31)));

    families().forget(later.plusSeconds(1));

    assertThat(opened(ALICE)).isNotNull();
    assertThat(families().find(idle.id())).isEmpty();
    assertThat(families().find(refreshed.id())).isPresent();
  }

  @Test
  void a_working_token_that_is_ended_leaves_a_tombstone_for_as_long_as_it_matters() {
    Family family = opened(ALICE);
    WorkingTokenId id = WorkingTokenId.mint(family.id(), 1, RANDOM);
    families().endToken(id, ENDING);
    families().endToken(id, new Family.Ending(NOON, "again"));
    reopen();

    assertThat(stores().keys().grave(id.toString(), ALICE).revocation().orElseThrow().reason())
        .isEqualTo("test");
    families().forget(LATER.plusSeconds(1));
    assertThat(opened(ALICE)).isNotNull();
    assertThat(stores().keys().grave(id.toString(), ALICE).revocation()).isEmpty();
  }
}
