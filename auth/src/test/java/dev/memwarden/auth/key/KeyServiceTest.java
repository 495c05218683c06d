package dev.memwarden.auth.key;

import static dev.memwarden.auth.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.Rotation.NotRotated;
import dev.memwarden.auth.key.Rotation.Reason;
import dev.memwarden.auth.key.Rotation.Rotated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyServiceTest {
  private static final Duration GRACE = Duration.ofHours(1);

  private final KeyFixture fixture = new KeyFixture();
  private final KeyService keys = fixture.keys;
  private final Allow root = fixture.root;
  private final String configured = fixture.configured.entries().getFirst().record().id();

  @Test
  void a_minted_key_is_stored_as_wished_and_shown_once() {
    Minting.Minted minted = fixture.mintExpiring(Callers.ALICE, NOON.plusSeconds(60));
    KeyRecord key = minted.key();

    assertThat(KeyText.shapeOf(minted.text())).isEqualTo(new KeyText.Shape.Own(key.id()));
    assertThat(keys.show(root, key.id())).contains(key);
    assertThat(key.principal()).isEqualTo(Callers.ALICE);
    assertThat(key.name()).contains("laptop");
    assertThat(key.createdAt()).isEqualTo(NOON);
    assertThat(((KeyHash) key.hash()).proves(minted.text())).isTrue();
    assertThat(key.ceiling().expiresAt()).contains(NOON.plusSeconds(60));
    assertThat(key.ceiling().box()).isEqualTo(Box.ofTenant("default"));
    assertThat(minted.toString()).doesNotContain(minted.text().revealText().substring(21));
  }

  @Test
  void a_first_key_is_heard_before_it_is_one_and_is_the_only_one() {
    NewKey wanted = new NewKey(Callers.ROOT, Optional.empty(), Optional.empty(), Callers.UNLIMITED);
    List<Secret> heard = new ArrayList<>();

    Optional<Minting.Minted> first =
        keys.mintFirst(
            root,
            wanted,
            text -> {
              assertThat(fixture.present(text)).isEqualTo("UNKNOWN_KEY");
              heard.add(text);
            });

    assertThat(first.map(Minting.Minted::text)).contains(heard.getFirst());
    assertThat(fixture.present(heard.getFirst())).isEqualTo("root");
    assertThat(keys.mintFirst(root, wanted, heard::add)).isEmpty();
    assertThat(fixture.present(heard.getLast())).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void nobody_makes_a_first_key_that_it_could_not_make_later() {
    Allow service = fixture.manage(Callers.identity("service:ingest"));
    Ceiling ended = Callers.UNLIMITED.expiring(Optional.of(NOON));
    NewKey wanted = new NewKey(Callers.ROOT, Optional.empty(), Optional.empty(), Callers.UNLIMITED);
    NewKey useless = new NewKey(Callers.ROOT, Optional.empty(), Optional.empty(), ended);

    assertThatThrownBy(() -> keys.mintFirst(service, wanted, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.mintFirst(root, useless, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Lists.of(keys, root)).extracting(KeyRecord::id).containsExactly(configured);
  }

  @Test
  void times_are_as_exact_as_stores_keep_them() {
    fixture.clock.set(NOON.plusNanos(123_456_789));
    String id = fixture.mint(Callers.ALICE).key().id();
    KeyRecord revoked = keys.revoke(root, id, "").orElseThrow();

    assertThat(revoked.createdAt()).isEqualTo(NOON.plusNanos(123_456_000));
    assertThat(revoked.revocation().orElseThrow().at()).isEqualTo(NOON.plusNanos(123_456_000));
  }

  @Test
  void a_rotated_key_works_on_for_its_grace_only() {
    Minting.Minted old = fixture.mint(Callers.ALICE);
    Rotated rotated = (Rotated) keys.rotate(root, old.key().id(), GRACE);

    assertThat(rotated.successor().ceiling()).isEqualTo(old.key().ceiling());
    assertThat(rotated.successor().name()).isEqualTo(old.key().name());
    assertThat(((KeyHash) rotated.successor().hash()).proves(rotated.text())).isTrue();
    assertThat(rotated.old().replacedBy()).contains(rotated.successor().id());
    fixture.clock.set(NOON.plus(GRACE).minusNanos(1));
    assertThat(fixture.present(old.text())).isEqualTo("alice");
    assertThat(fixture.present(rotated.text())).isEqualTo("alice");
    fixture.clock.set(NOON.plus(GRACE));
    assertThat(fixture.present(old.text())).isEqualTo("EXPIRED");
    assertThat(fixture.present(rotated.text())).isEqualTo("alice");
  }

  @Test
  void a_key_rotated_twice_ends_when_it_was_to_and_so_does_the_one_between() {
    Minting.Minted first = fixture.mint(Callers.ALICE);
    Rotated second = (Rotated) keys.rotate(root, first.key().id(), GRACE);
    Duration half = GRACE.dividedBy(2);
    fixture.clock.set(NOON.plus(half));
    Allow later = fixture.manage(Callers.identity(Callers.ROOT, Callers.UNLIMITED));
    Rotated third = (Rotated) keys.rotate(later, second.successor().id(), GRACE);

    assertThat(why(keys.rotate(later, first.key().id(), GRACE))).isEqualTo(Reason.ROTATED_BEFORE);
    for (Secret text : List.of(first.text(), second.text(), third.text())) {
      assertThat(fixture.present(text)).isEqualTo("alice");
    }
    fixture.clock.set(NOON.plus(GRACE));
    assertThat(fixture.present(first.text())).isEqualTo("EXPIRED");
    assertThat(fixture.present(second.text())).isEqualTo("alice");
    fixture.clock.set(NOON.plus(GRACE).plus(half).minusNanos(1));
    assertThat(fixture.present(second.text())).isEqualTo("alice");
    fixture.clock.set(NOON.plus(GRACE).plus(half));
    assertThat(fixture.present(second.text())).isEqualTo("EXPIRED");
    assertThat(fixture.present(third.text())).isEqualTo("alice");
  }

  @Test
  void a_successor_may_end_later_earlier_or_never() {
    Instant end = NOON.plusSeconds(60);
    for (Optional<Instant> wanted :
        List.of(Optional.<Instant>empty(), Optional.of(NOON.plusSeconds(1)), Optional.of(end))) {
      String id = fixture.mintExpiring(Callers.ROOT, end).key().id();

      Rotated rotated = (Rotated) keys.rotate(root, id, GRACE, _ -> wanted);

      assertThat(rotated.successor().ceiling().expiresAt()).isEqualTo(wanted);
      assertThat(rotated.old().ceiling().expiresAt()).contains(end);
    }
  }

  @Test
  void a_successor_that_would_never_work_is_not_made() {
    String id = fixture.mint(Callers.ALICE).key().id();

    assertThat(why(keys.rotate(root, id, GRACE, _ -> Optional.of(NOON)))).isEqualTo(Reason.USELESS);
    assertThat(keys.show(root, id).orElseThrow().replacedBy()).isEmpty();
  }

  @Test
  void a_user_gives_a_successor_no_more_time_than_its_own_key_has() {
    Ceiling hour = Callers.UNLIMITED.expiring(Optional.of(NOON.plusSeconds(3600)));
    Allow alice = fixture.manage(Callers.identity(Callers.ALICE, hour));
    String id = fixture.mintExpiring(Callers.ALICE, NOON.plusSeconds(60)).key().id();

    assertThat(why(keys.rotate(alice, id, GRACE, _ -> Optional.empty())))
        .isEqualTo(Reason.NOT_WITHIN);
    assertThat(keys.rotate(alice, id, GRACE)).isInstanceOf(Rotated.class);
  }

  @Test
  void a_deleted_owner_gets_no_key_and_a_disabled_one_is_told_of() {
    NewKey wanted =
        new NewKey(Callers.ALICE, Optional.empty(), Optional.empty(), Callers.UNLIMITED);
    fixture.store.put(new User(Callers.ALICE, User.Status.DISABLED, NOON, NOON));
    assertThat(((Minting.Minted) keys.mint(root, wanted)).isOwnerDisabled()).isTrue();

    fixture.store.put(new User(Callers.ALICE, User.Status.DELETED, NOON, NOON));
    int before = Lists.of(keys, root).size();
    assertThat(keys.mint(root, wanted)).isEqualTo(new Minting.OwnerDeleted(Callers.ALICE));
    assertThat(Lists.of(keys, root)).hasSize(before);
  }

  @Test
  void a_grace_counts_at_once_for_a_key_that_is_remembered() {
    Minting.Minted old = fixture.mint(Callers.ALICE);
    assertThat(fixture.present(old.text())).isEqualTo("alice");
    assertThat(keys.rotate(root, old.key().id(), GRACE)).isInstanceOf(Rotated.class);
    fixture.clock.advance(GRACE);

    assertThat(fixture.present(old.text())).isEqualTo("EXPIRED");
  }

  @Test
  void a_grace_never_leads_past_the_keys_own_expiry() {
    Minting.Minted soon = fixture.mintExpiring(Callers.ALICE, NOON.plusSeconds(60));
    Minting.Minted late = fixture.mintExpiring(Callers.ALICE, NOON.plus(Duration.ofDays(9)));

    assertThat(end(keys.rotate(root, soon.key().id(), GRACE))).contains(NOON.plusSeconds(60));
    assertThat(end(keys.rotate(root, late.key().id(), GRACE))).contains(NOON.plus(GRACE));
    assertThat(KeyService.DEFAULT_GRACE).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void a_key_is_rotated_once_and_only_while_it_works() {
    String rotated = fixture.mint(Callers.ALICE).key().id();
    String revoked = fixture.mint(Callers.ALICE).key().id();
    String expired = fixture.mintExpiring(Callers.ALICE, NOON.plusSeconds(60)).key().id();
    assertThat(keys.rotate(root, rotated, GRACE)).isInstanceOf(Rotated.class);
    assertThat(keys.revoke(root, revoked, "")).isPresent();
    int before = Lists.of(keys, root).size();
    fixture.clock.set(NOON.plusSeconds(60));
    Allow later = fixture.manage(Callers.identity(Callers.ROOT, Callers.UNLIMITED));

    assertThat(why(keys.rotate(later, rotated, GRACE))).isEqualTo(Reason.ROTATED_BEFORE);
    assertThat(why(keys.rotate(later, revoked, GRACE))).isEqualTo(Reason.REVOKED);
    assertThat(why(keys.rotate(later, expired, GRACE))).isEqualTo(Reason.EXPIRED);
    assertThat(why(keys.rotate(later, configured, GRACE))).isEqualTo(Reason.CONFIGURED);
    assertThat(why(keys.rotate(later, "unknown", GRACE))).isEqualTo(Reason.UNKNOWN);
    assertThat(Lists.of(keys, later)).hasSize(before);
  }

  @Test
  void of_two_rotations_at_once_the_slower_is_told() {
    String id = fixture.mint(Callers.ALICE).key().id();
    fixture.store.beforeRotate(
        () -> assertThat(keys.rotate(root, id, GRACE)).isInstanceOf(Rotated.class));

    assertThat(why(keys.rotate(root, id, GRACE))).isEqualTo(Reason.ROTATED_BEFORE);
  }

  @Test
  void revoking_the_old_key_leaves_its_successor() {
    Minting.Minted old = fixture.mint(Callers.ALICE);
    Rotated rotated = (Rotated) keys.rotate(root, old.key().id(), GRACE);
    assertThat(keys.revoke(root, old.key().id(), "")).isPresent();

    assertThat(fixture.present(old.text())).isEqualTo("REVOKED");
    assertThat(fixture.present(rotated.text())).isEqualTo("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void a_grace_is_longer_than_nothing(String grace) {
    String id = fixture.mint(Callers.ALICE).key().id();
    Duration duration = Duration.parse(grace);

    assertThatThrownBy(() -> keys.rotate(root, id, duration))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_first_revocation_stays() {
    String id = fixture.mint(Callers.ALICE).key().id();
    for (String key : List.of(id, configured)) {
      fixture.clock.set(NOON);
      KeyRecord.Revocation first = new KeyRecord.Revocation(NOON, "leaked");
      assertThat(keys.revoke(root, key, "leaked").orElseThrow().revocation()).contains(first);
      fixture.clock.set(NOON.plusSeconds(1));
      assertThat(keys.revoke(root, key, "again").orElseThrow().revocation()).contains(first);
      assertThat(keys.show(root, key).orElseThrow().revocation()).contains(first);
    }
    assertThat(keys.revoke(root, "unknown", "")).isEmpty();
  }

  @Test
  void a_change_without_an_answer_makes_the_key_forgotten_all_the_same() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);
    assertThat(fixture.present(minted.text())).isEqualTo("alice");
    fixture.store.failAfterRevoke();

    assertThatThrownBy(() -> keys.revoke(root, minted.key().id(), ""))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.presentCached(minted.text())).isEqualTo("ask");
    assertThat(fixture.present(minted.text())).isEqualTo("REVOKED");
  }

  @Test
  void lists_show_stored_and_configured_keys_in_reach() {
    String alice = fixture.mint(Callers.ALICE).key().id();
    fixture.clock.advance(Duration.ofSeconds(1));
    String bob = fixture.mint(Callers.BOB).key().id();
    Allow asAlice = fixture.manage(Callers.identity("user:alice"));
    Allow asBob = fixture.manage(Callers.identity("user:bob"));

    assertThat(ids(Lists.of(keys, root))).containsExactly(alice, bob, configured);
    assertThat(ids(Lists.of(keys, asAlice))).containsExactly(alice, configured);
    assertThat(ids(Lists.of(keys, asBob))).containsExactly(bob);
    assertThat(ids(keys.listOf(root, Callers.ALICE))).containsExactly(alice, configured);
    assertThat(ids(keys.listOf(root, Callers.BOB))).containsExactly(bob);
    assertThat(keys.listOf(asAlice, Callers.BOB)).isEmpty();
    assertThat(keys.show(asAlice, configured)).isPresent();
    assertThat(keys.show(asBob, configured)).isEmpty();
    assertThat(keys.show(asBob, alice)).isEmpty();
  }

  @Test
  void a_page_is_as_full_as_it_can_be_whatever_is_passed_over() {
    Allow service = fixture.manage(Callers.identity("service:ingest"));
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      users.add(fixture.mint(Callers.ALICE).key().id());
      fixture.mint(Callers.ROOT); // which a service must not see
    }
    users.add(configured);

    for (int limit = 1; limit <= users.size() + 1; limit++) {
      Page<KeyRecord> page = keys.list(service, Slice.first(limit), _ -> true).orElseThrow();
      assertThat(ids(page.items())).isEqualTo(users.subList(0, Math.min(limit, users.size())));
      assertThat(page.more()).isEqualTo(limit < users.size());
    }
    assertThat(ids(Lists.of(slice -> keys.list(service, slice, _ -> true), KeyRecord::id)))
        .isEqualTo(users);
    assertThat(
            ids(
                Lists.of(
                    slice -> keys.list(service, slice, key -> !key.id().equals(users.getFirst())),
                    KeyRecord::id)))
        .isEqualTo(users.subList(1, users.size()));
  }

  @Test
  void what_comes_in_between_moves_nothing() {
    List<String> early = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      early.add(fixture.mint(Callers.ALICE).key().id());
    }
    Page<KeyRecord> first = keys.list(root, Slice.first(2), _ -> true).orElseThrow();
    String late = fixture.mint(Callers.BOB).key().id();
    assertThat(keys.revoke(root, early.get(1), "lost")).isPresent();

    Slice<String> rest = Slice.<String>first(10).beyond(first.items().getLast().id());
    Page<KeyRecord> second = keys.list(root, rest, _ -> true).orElseThrow();

    assertThat(ids(first.items())).isEqualTo(early.subList(0, 2));
    assertThat(ids(second.items())).containsExactly(early.get(2), late, configured);
    assertThat(second.more()).isFalse();
  }

  @Test
  void nothing_begins_beyond_a_key_that_is_not_in_reach() {
    String alice = fixture.mint(Callers.ALICE).key().id();
    String admins = fixture.mint(Callers.ROOT).key().id();
    Allow asBob = fixture.manage(Callers.identity("user:bob"));
    Allow service = fixture.manage(Callers.identity("service:ingest"));
    fixture.mint(Callers.BOB);

    for (String foreign : List.of(alice, admins, configured, "unknown", "")) {
      assertThat(keys.list(asBob, Slice.<String>first(5).beyond(foreign), _ -> true))
          .as(foreign)
          .isEmpty();
    }
    assertThat(keys.list(service, Slice.<String>first(5).beyond(admins), _ -> true)).isEmpty();
    assertThat(keys.list(root, Slice.<String>first(5).beyond(configured), _ -> true))
        .contains(new Page<>(List.of(), false));
  }

  @Test
  void a_foreign_key_looks_exactly_like_an_unknown_one() {
    Minting.Minted alice = fixture.mint(Callers.ALICE);
    Allow asBob = fixture.manage(Callers.identity("user:bob"));
    for (String foreign : List.of(alice.key().id(), configured)) {
      assertThat(keys.show(asBob, foreign)).isEqualTo(keys.show(asBob, "unknown"));
      assertThat(keys.revoke(asBob, foreign, "")).isEqualTo(keys.revoke(asBob, "unknown", ""));
      assertThat(keys.rotate(asBob, foreign, GRACE))
          .isEqualTo(keys.rotate(asBob, "unknown", GRACE));
    }
    assertThat(fixture.present(alice.text())).isEqualTo("alice");
    assertThat(fixture.present(Secret.of(KeyFixture.CONFIGURED_TEXT))).isEqualTo("alice");
  }

  @Test
  void every_method_demands_the_proof_for_managing_keys() {
    Allow read = Callers.allow(Callers.identity("user:alice"), Action.MEMORY_READ, fixture.clock);
    NewKey wanted =
        new NewKey(Callers.ALICE, Optional.empty(), Optional.empty(), Callers.UNLIMITED);

    assertThatThrownBy(() -> keys.mint(read, wanted)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.rotate(read, configured, GRACE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.revoke(read, configured, ""))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Lists.of(keys, read)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.listOf(read, Callers.ALICE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.show(read, configured)).isInstanceOf(IllegalStateException.class);
  }

  private static List<String> ids(List<KeyRecord> found) {
    return found.stream().map(KeyRecord::id).toList();
  }

  private static Optional<Instant> end(Rotation rotation) {
    return ((Rotated) rotation).old().ceiling().expiresAt();
  }

  private static Reason why(Rotation rotation) {
    return ((NotRotated) rotation).why();
  }
}
