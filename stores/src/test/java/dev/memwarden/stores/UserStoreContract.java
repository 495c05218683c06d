package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.key.UserStore;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.memory.Relation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [UserStore] must do.
public abstract class UserStoreContract extends Contract {
  private static final Instant NOON = Proofs.NOON;
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Principal ALICE = Proofs.user("alice");
  private static final Allow ADMINS = Proofs.managing();
  private static final Slice<Principal> ALL = Slice.first(100);
  private static final Allow ADMINS_MEMORY = Proofs.of(Proofs.admin(), Action.MEMORY_READ);

  private UserStore users() {
    return stores().users();
  }

  @Test
  void a_principal_is_stored_once() {
    users().ensure(ADMINS, ALICE, NOON);
    users().ensure(ADMINS, ALICE, LATER);
    reopen();

    assertThat(users().list(ADMINS, ALL))
        .containsExactly(new User(ALICE, User.Status.ACTIVE, NOON, NOON));
    assertThat(users().find(ADMINS, ALICE))
        .contains(new User(ALICE, User.Status.ACTIVE, NOON, NOON));
    assertThat(users().find(ADMINS, Proofs.user("bob"))).isEmpty();
  }

  @Test
  void kinds_of_the_same_id_are_different_principals() {
    users().ensure(ADMINS, Proofs.service("alice"), NOON);
    users().ensure(ADMINS, ALICE, NOON);

    assertThat(users().changeStatus(ADMINS, ALICE, User.Status.DISABLED, LATER)).isPresent();

    assertThat(users().list(ADMINS, ALL))
        .containsExactly(
            new User(Proofs.service("alice"), User.Status.ACTIVE, NOON, NOON),
            new User(ALICE, User.Status.DISABLED, NOON, LATER));
  }

  @Test
  void a_list_is_read_part_by_part_by_kind_and_then_by_bytes_of_the_id() {
    List<Principal> ordered =
        List.of(
            Proofs.admin(),
            Proofs.service("a"),
            Proofs.user("B"),
            Proofs.user("a"),
            Proofs.user("a b"),
            Proofs.user("ä"));
    ordered.reversed().forEach(one -> users().ensure(ADMINS, one, NOON));
    Principal theirs = new Principal(Principal.Kind.USER, "acme", "a a");
    users().ensure(Proofs.of(Proofs.admin("acme"), Action.USERS_MANAGE), theirs, NOON);

    for (int from = 0; from < ordered.size(); from++) {
      Slice<Principal> slice =
          new Slice<>(from == 0 ? Optional.empty() : Optional.of(ordered.get(from - 1)), 2);
      assertThat(users().list(ADMINS, slice))
          .extracting(User::principal)
          .isEqualTo(ordered.subList(from, Math.min(from + 2, ordered.size())));
    }
    // Whether somebody of that name is there says nothing.
    for (Principal beyond : List.of(theirs, Proofs.user("a a"))) {
      assertThat(users().list(ADMINS, ALL.beyond(beyond)))
          .extracting(User::principal)
          .containsExactly(Proofs.user("a b"), Proofs.user("ä"));
    }
  }

  @Test
  void a_status_changes_and_changes_back() {
    users().ensure(ADMINS, ALICE, NOON);

    assertThat(users().changeStatus(ADMINS, ALICE, User.Status.DISABLED, LATER))
        .contains(new User(ALICE, User.Status.DISABLED, NOON, LATER));
    assertThat(users().changeStatus(ADMINS, ALICE, User.Status.ACTIVE, LATER.plusSeconds(1)))
        .contains(new User(ALICE, User.Status.ACTIVE, NOON, LATER.plusSeconds(1)));
  }

  @Test
  void nobody_unknown_has_a_status() {
    assertThat(users().changeStatus(ADMINS, ALICE, User.Status.DISABLED, NOON)).isEmpty();
  }

  @Test
  void other_tenants_are_out_of_reach() {
    Allow others = Proofs.of(Proofs.admin("other"), Action.USERS_MANAGE);
    users().ensure(ADMINS, ALICE, NOON);

    assertThat(users().list(others, ALL)).isEmpty();
    assertThat(users().find(others, ALICE)).isEmpty();
    assertThat(users().changeStatus(others, ALICE, User.Status.DELETED, NOON)).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> users().ensure(others, ALICE, NOON));
    assertThat(users().list(ADMINS, ALL))
        .extracting(User::status)
        .containsExactly(User.Status.ACTIVE);
  }

  @Test
  void deleting_a_user_takes_its_keys_and_memory_and_nobody_elses() {
    Relation likes = new Relation("alice", "likes", "tea");
    stores().keys().insert(ADMINS, Keys.of("k1", ALICE));
    stores().keys().insert(ADMINS, Keys.of("k2", Proofs.user("bob")));
    for (String user : List.of("alice", "bob")) {
      Allow its = Proofs.memoryOf(user);
      assertThat(Drafts.put(stores(), its, Drafts.of(user, "m", "tea", likes))).hasSize(1);
      assertThat(
              stores()
                  .entities()
                  .create(
                      its,
                      NewEntity.lasting(
                          EntityKind.PROFILE, user, Place.ofUser(Proofs.TENANT, user), "{}"),
                      List.of(new JobRequest("greet", user))))
          .isPresent();
    }

    assertThat(users().changeStatus(ADMINS, ALICE, User.Status.DELETED, LATER)).isPresent();
    reopen();

    assertThat(stores().entities().list(ADMINS_MEMORY, EntityKind.PROFILE, 0, 10).entities())
        .extracting(Entity::id)
        .containsExactly("bob");
    assertThat(stores().jobs().take(Set.of("greet"), 10))
        .extracting(Job::subject)
        .containsExactly("bob");

    assertThat(revocation("k1").map(KeyRecord.Revocation::at)).contains(LATER);
    assertThat(revocation("k2")).isEmpty();
    assertThat(Drafts.newest(stores(), Proofs.memoryOf("alice"), 10)).isEmpty();
    assertThat(stores().memories().relations(Proofs.memoryOf("alice"), 10)).isEmpty();
    assertThat(found("alice")).isZero();
    assertThat(Drafts.newest(stores(), Proofs.memoryOf("bob"), 10)).hasSize(1);
    assertThat(stores().memories().relations(Proofs.memoryOf("bob"), 10)).containsExactly(likes);
    assertThat(found("bob")).isOne();
    assertThat(users().list(ADMINS, ALL))
        .contains(new User(ALICE, User.Status.DELETED, NOON, LATER));
  }

  @Test
  void a_deleted_user_is_not_brought_back_by_a_new_key() {
    users().ensure(ADMINS, ALICE, NOON);
    assertThat(users().changeStatus(ADMINS, ALICE, User.Status.DELETED, LATER)).isPresent();

    stores().keys().insert(ADMINS, Keys.of("k1", ALICE));
    users().ensure(ADMINS, ALICE, LATER);

    assertThat(stores().keys().find("k1").orElseThrow().owner().map(User::status))
        .contains(User.Status.DELETED);
  }

  private Optional<KeyRecord.Revocation> revocation(String key) {
    return stores().keys().find(key).orElseThrow().key().revocation();
  }

  private int found(String user) {
    return stores().index().search(Proofs.memoryOf(user), Drafts.question("tea", 10)).size();
  }
}
