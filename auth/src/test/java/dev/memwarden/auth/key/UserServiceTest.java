package dev.memwarden.auth.key;

import static dev.memwarden.auth.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserServiceTest {
  private final KeyFixture fixture = new KeyFixture();
  private final UserService users = fixture.users;
  private final Allow manage = fixture.manageUsers();

  @Test
  void a_principal_is_stored_once_and_shown() {
    users.ensure(manage, Set.of(Callers.ALICE));
    fixture.clock.set(NOON.plusSeconds(1));
    users.ensure(manage, Set.of(Callers.ALICE));
    users.ensure(manage, Set.of(Callers.BOB));

    assertThat(users.list(manage, Slice.first(2)).items())
        .containsExactly(
            new User(Callers.ALICE, User.Status.ACTIVE, NOON, NOON),
            new User(Callers.BOB, User.Status.ACTIVE, NOON.plusSeconds(1), NOON.plusSeconds(1)));
  }

  @Test
  void a_page_says_whether_anybody_follows() {
    users.ensure(manage, Set.of(Callers.ALICE, Callers.BOB));

    Page<User> first = users.list(manage, Slice.first(1));
    Page<User> second = users.list(manage, Slice.<Principal>first(1).beyond(Callers.ALICE));

    assertThat(first.items()).extracting(User::principal).containsExactly(Callers.ALICE);
    assertThat(first.more()).isTrue();
    assertThat(second.items()).extracting(User::principal).containsExactly(Callers.BOB);
    assertThat(second.more()).isFalse();
  }

  @Test
  void its_status_changes_from_now_on() {
    users.ensure(manage, Set.of(Callers.ALICE));
    fixture.clock.set(NOON.plusSeconds(1));

    assertThat(users.disable(manage, Callers.ALICE))
        .contains(new User(Callers.ALICE, User.Status.DISABLED, NOON, NOON.plusSeconds(1)));
    assertThat(users.enable(manage, Callers.ALICE).map(User::status)).contains(User.Status.ACTIVE);
    assertThat(users.delete(manage, Callers.ALICE).map(User::status)).contains(User.Status.DELETED);
    assertThat(users.disable(manage, Callers.BOB)).isEmpty();
  }

  @Test
  void who_is_deleted_is_kept_out_before_anything_is_removed() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);
    assertThat(fixture.present(minted.text())).isEqualTo("alice");
    List<String> met = new ArrayList<>();
    UserStore store =
        watched(status -> met.add(status + " " + fixture.presentCached(minted.text())));
    UserService service = new UserService(store, fixture.authenticator, fixture.clock);

    assertThat(service.delete(manage, Callers.ALICE)).isPresent();
    assertThat(service.delete(manage, Callers.ALICE)).isPresent();

    assertThat(met).containsExactly("DISABLED alice", "DELETED ask", "DELETED ask");
    assertThat(fixture.present(minted.text())).isEqualTo("DISABLED_PRINCIPAL");
  }

  /// The store of the fixture, and whoever hears of a change before it is made.
  private UserStore watched(Consumer<User.Status> changing) {
    UserStore all = fixture.store.users();
    return new UserStore() {
      @Override
      public List<User> list(Allow allow, Slice<Principal> slice) {
        return all.list(allow, slice);
      }

      @Override
      public Optional<User> find(Allow allow, Principal principal) {
        return all.find(allow, principal);
      }

      @Override
      public Optional<User> changeStatus(
          Allow allow, Principal principal, User.Status status, Instant at) {
        changing.accept(status);
        return all.changeStatus(allow, principal, status, at);
      }

      @Override
      public void ensure(Allow allow, Principal principal, Instant at) {
        all.ensure(allow, principal, at);
      }
    };
  }

  @Test
  void a_change_without_an_answer_makes_all_keys_forgotten_all_the_same() {
    Minting.Minted minted = fixture.mint(Callers.ALICE);
    assertThat(fixture.present(minted.text())).isEqualTo("alice");
    fixture.store.goDown();

    assertThatThrownBy(() -> users.disable(manage, Callers.ALICE))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.presentCached(minted.text())).isEqualTo("ask");
  }

  @Test
  void needs_the_proof_for_managing_users() {
    users.ensure(manage, Set.of(Callers.ALICE));

    Slice<Principal> all = Slice.first(9);
    assertThatThrownBy(() -> users.list(fixture.root, all))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void who_is_ensured_again_stays_as_it_is() {
    users.ensure(manage, Set.of(Callers.ALICE));
    assertThat(users.delete(manage, Callers.ALICE)).isPresent();

    users.ensure(manage, Set.of(Callers.ALICE, Callers.BOB));

    assertThat(users.list(manage, Slice.first(9)).items())
        .extracting(User::principal, User::status)
        .containsExactlyInAnyOrder(
            tuple(Callers.ALICE, User.Status.DELETED), tuple(Callers.BOB, User.Status.ACTIVE));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, true", "DISABLED, false", "DELETED, false"})
  void only_an_active_principal_may_act(User.Status status, boolean may) {
    assertThat(User.mayAct(Optional.of(new User(Callers.ALICE, status, NOON, NOON))))
        .isEqualTo(may);
    assertThat(User.mayAct(Optional.empty())).isTrue();
  }
}
