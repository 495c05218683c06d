package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.handshake.Family;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyTag;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.Tag;
import dev.memwarden.auth.key.Tenant;
import dev.memwarden.auth.key.TenantStore;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.WorkingTokenId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [TenantStore] must do.
public abstract class TenantStoreContract extends Contract {
  private static final Instant NOON = Proofs.NOON;
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Slice<String> ALL = Slice.first(100);
  private static final Principal ALICE = Proofs.user("alice");
  private static final Principal THEIRS = new Principal(Principal.Kind.USER, "acme", "alice");
  private static final Allow ADMINS = Proofs.managing();
  private static final Allow ACME =
      Proofs.of(Proofs.admin("acme"), Action.KEYS_MANAGE, Action.USERS_MANAGE);
  private static final Tag TAG = new Tag("k1", "0".repeat(64));

  private TenantStore tenants() {
    return stores().tenants();
  }

  @Test
  void a_tenant_is_made_once() {
    assertThat(tenants().add(ACME, NOON)).contains(active("acme", NOON));
    assertThat(tenants().add(ACME, LATER)).isEmpty();
    reopen();

    assertThat(tenants().list(ALL)).containsExactly(active("acme", NOON));
  }

  @Test
  void a_tenant_is_there_with_its_first_principal() {
    stores().users().ensure(ADMINS, ALICE, LATER);
    stores().users().ensure(ADMINS, Proofs.user("bob"), NOON);
    stores().users().ensure(ACME, THEIRS, LATER);

    assertThat(tenants().list(ALL))
        .containsExactly(active("acme", LATER), active(Proofs.TENANT, NOON));
    assertThat(tenants().add(ACME, LATER)).isEmpty();
  }

  @Test
  void a_list_is_read_part_by_part() {
    assertThat(tenants().add(ACME, NOON)).isPresent();
    stores().users().ensure(ADMINS, ALICE, NOON);
    assertThat(tenants().add(Proofs.of(Proofs.admin("zoo"), Action.USERS_MANAGE), NOON))
        .isPresent();

    assertThat(tenants().list(Slice.first(2)))
        .extracting(Tenant::id)
        .containsExactly("acme", Proofs.TENANT);
    assertThat(tenants().list(Slice.<String>first(2).beyond(Proofs.TENANT)))
        .extracting(Tenant::id)
        .containsExactly("zoo");
    assertThat(tenants().list(ALL.beyond("b")))
        .extracting(Tenant::id)
        .containsExactly(Proofs.TENANT, "zoo");
  }

  @Test
  void a_status_changes_and_changes_back_and_lasts() {
    stores().users().ensure(ACME, THEIRS, NOON);

    assertThat(disable(ACME)).contains(new Tenant("acme", Tenant.Status.DISABLED, NOON, LATER));
    assertThat(tenants().changeStatus(ACME, Tenant.Status.DISABLED, LATER.plusSeconds(1)))
        .contains(new Tenant("acme", Tenant.Status.DISABLED, NOON, LATER));
    reopen();
    assertThat(tenants().list(ALL))
        .extracting(Tenant::status)
        .containsExactly(Tenant.Status.DISABLED);
    assertThat(tenants().changeStatus(ACME, Tenant.Status.ACTIVE, LATER.plusSeconds(2)))
        .contains(new Tenant("acme", Tenant.Status.ACTIVE, NOON, LATER.plusSeconds(2)));
  }

  @Test
  void an_unknown_tenant_has_no_status() {
    assertThat(disable(ACME)).isEmpty();
    assertThat(tenants().list(ALL)).isEmpty();
  }

  @Test
  void everybody_in_a_disabled_tenant_is_disabled_stored_or_not() {
    stores().keys().insert(ACME, Keys.of("k1", THEIRS, KeyHash.of(Secret.of("k1"))));
    stores().keys().insert(ACME, Keys.of("k2", THEIRS, new KeyTag(TAG)));
    stores().keys().insert(ADMINS, Keys.of("k3", ALICE, KeyHash.of(Secret.of("k3"))));
    Principal unheardOf = new Principal(Principal.Kind.SERVICE, "acme", "new");

    assertThat(standing(THEIRS)).contains(User.Status.ACTIVE);
    assertThat(standing(unheardOf)).isEmpty();
    assertThat(disable(ACME)).isPresent();

    assertThat(status("k1")).contains(User.Status.DISABLED);
    assertThat(stores().keys().findTagged(List.of(TAG)).orElseThrow().owner().map(User::status))
        .contains(User.Status.DISABLED);
    assertThat(standing(THEIRS)).contains(User.Status.DISABLED);
    assertThat(standing(unheardOf)).contains(User.Status.DISABLED);
    assertThat(stores().keys().owner(ACME, THEIRS).map(User::status))
        .contains(User.Status.DISABLED);
    assertThat(status("k3")).contains(User.Status.ACTIVE);

    assertThat(tenants().changeStatus(ACME, Tenant.Status.ACTIVE, LATER)).isPresent();
    assertThat(status("k1")).contains(User.Status.ACTIVE);
    assertThat(standing(unheardOf)).isEmpty();
  }

  @Test
  void whoever_is_disabled_or_deleted_stays_so_when_the_tenant_comes_back() {
    for (User.Status status : List.of(User.Status.DISABLED, User.Status.DELETED)) {
      Principal other = new Principal(Principal.Kind.USER, "acme", status.name());
      stores().users().ensure(ACME, other, NOON);
      assertThat(stores().users().changeStatus(ACME, other, status, NOON)).isPresent();
      assertThat(disable(ACME)).isPresent();
      assertThat(standing(other)).contains(status);
      assertThat(tenants().changeStatus(ACME, Tenant.Status.ACTIVE, LATER)).isPresent();
      assertThat(standing(other)).contains(status);
    }
  }

  @Test
  void the_list_of_users_says_what_each_is_itself() {
    stores().users().ensure(ACME, THEIRS, NOON);
    assertThat(disable(ACME)).isPresent();

    assertThat(stores().users().list(ACME, Slice.first(9)))
        .extracting(User::status)
        .containsExactly(User.Status.ACTIVE);
  }

  @Test
  void disabling_cuts_every_token_of_the_tenant_for_good() {
    Family theirs = family(THEIRS);
    Family others = family(ALICE);
    for (Family family : List.of(theirs, others)) {
      stores().families().open(family, token(family));
    }
    stores().users().ensure(ACME, THEIRS, NOON);
    assertThat(disable(ACME)).isPresent();
    assertThat(tenants().changeStatus(ACME, Tenant.Status.ACTIVE, LATER)).isPresent();

    assertThat(stores().families().chain(theirs.id()).orElseThrow().cut()).isTrue();
    assertThat(stores().families().chain(others.id()).orElseThrow().cut()).isFalse();
  }

  @Test
  void takes_the_proof_for_the_whole_tenant() {
    Box some = Box.EVERYWHERE.with(Axis.USER, Extent.of("alice"));
    Allow partly = Proofs.in(some, Proofs.admin("acme"), Action.USERS_MANAGE);
    Allow keys = Proofs.of(Proofs.admin("acme"), Action.KEYS_MANAGE);

    for (Allow lesser : List.of(partly, keys)) {
      assertThatIllegalStateException().isThrownBy(() -> tenants().add(lesser, NOON));
      assertThatIllegalStateException().isThrownBy(() -> disable(lesser));
    }
    assertThat(tenants().list(ALL)).isEmpty();
  }

  private Optional<Tenant> disable(Allow allow) {
    return tenants().changeStatus(allow, Tenant.Status.DISABLED, LATER);
  }

  private Optional<User.Status> status(String key) {
    return stores().keys().find(key).orElseThrow().owner().map(User::status);
  }

  private Optional<User.Status> standing(Principal principal) {
    return stores().keys().grave("nothing", principal).owner().map(User::status);
  }

  private static Tenant active(String id, Instant since) {
    return new Tenant(id, Tenant.Status.ACTIVE, since, since);
  }

  private static Family family(Principal principal) {
    return new Family(
        WorkingTokenId.mintFamily(new SecureRandom()),
        "key-of-" + principal.id(),
        principal,
        Set.of(Action.MEMORY_READ),
        Box.ofTenant(principal.tenant()),
        NOON,
        LATER.plusSeconds(3600),
        Optional.empty());
  }

  private static RefreshToken token(Family family) {
    return new RefreshToken(
        family.id(), 0, family.client(), "master", NOON, LATER.plusSeconds(3600));
  }
}
