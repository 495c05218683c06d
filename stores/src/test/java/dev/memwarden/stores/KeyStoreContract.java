package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyProof;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyStore;
import dev.memwarden.auth.key.KeyTag;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.key.SlowProof;
import dev.memwarden.auth.key.Tag;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.DraftKeyHash;
import dev.memwarden.auth.slow.Pbkdf2Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [KeyStore] must do.
public abstract class KeyStoreContract extends Contract {
  private static final Instant NOON = Proofs.NOON;
  private static final Principal ALICE = Proofs.user("alice");
  private static final Allow ALICES = Proofs.of(ALICE, Action.KEYS_MANAGE);
  private static final Allow BOBS = Proofs.of(Proofs.user("bob"), Action.KEYS_MANAGE);
  private static final Allow ADMINS = Proofs.managing();
  private static final Slice<String> ALL = Slice.first(100);
  private static final KeyRecord.Revocation LOST =
      new KeyRecord.Revocation(NOON.plusSeconds(1), "lost");

  private KeyStore keys() {
    return stores().keys();
  }

  @Test
  void everything_about_a_key_is_kept_through_a_restart() {
    Box box =
        Box.ofUser(Proofs.TENANT, "alice")
            .with(Axis.AGENT, Extent.of("*"))
            .with(Axis.SESSION, Extent.NONE);
    Ceiling ceiling =
        new Ceiling(
            Set.of(Action.MEMORY_READ, Action.CHAT),
            box,
            List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32")),
            Optional.of(NOON.minusSeconds(5)),
            Optional.of(NOON.plus(Duration.ofDays(30))),
            Optional.of(Signer.parse("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs")),
            new Allowance(Rate.parseList("100/m:20,9000/d"), Optional.of(1_000)));
    KeyRecord key =
        new KeyRecord(
            "k1",
            ALICE,
            Optional.of("laptop"),
            Optional.of("a, 'quoted' description"),
            ceiling,
            KeyHash.of(Secret.of("text")),
            NOON,
            Optional.of(LOST),
            Optional.of("k2"),
            Optional.of(NOON.plusSeconds(60)));

    keys().insert(ADMINS, key);
    reopen();

    KeyRecord found = keys().find("k1").orElseThrow().key();
    assertThat(found).usingRecursiveComparison().isEqualTo(key);
    assertThat(((KeyHash) found.hash()).proves(Secret.of("text"))).isTrue();
  }

  private static KeyRecord filed(String id, KeyProof proof) {
    return new KeyRecord(
        id,
        ALICE,
        Optional.empty(),
        Optional.empty(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
        proof,
        NOON,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Tag tag(String digit) {
    return new Tag("k1", digit.repeat(64));
  }

  @Test
  void every_kind_of_proof_is_kept_through_a_restart() {
    String bcrypt = "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
    String django = "pbkdf2_sha256$1000$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=";
    List<KeyProof> proofs =
        List.of(
            KeyHash.of(Secret.of("text")),
            new KeyTag(tag("1")),
            new SlowProof(BcryptHash.read(bcrypt), tag("2")),
            new SlowProof(
                Pbkdf2Hash.read(django), Optional.of(tag("3")), Optional.of(new TextShape("", 43))),
            new SlowProof(
                DraftKeyHash.of("7", BcryptHash.read(bcrypt)),
                Optional.empty(),
                Optional.of(new TextShape("sks-", 0))));
    for (int i = 0; i < proofs.size(); i++) {
      assertThat(keys().insert(ADMINS, filed("k" + i, proofs.get(i)))).isTrue();
    }
    reopen();

    for (int i = 0; i < proofs.size(); i++) {
      assertThat(keys().find("k" + i).orElseThrow().key().hash()).isEqualTo(proofs.get(i));
    }
  }

  @Test
  void a_key_is_found_by_any_tag_that_it_may_be_filed_under() {
    assertThat(keys().insert(ADMINS, filed("k1", new KeyTag(tag("1"))))).isTrue();
    assertThat(keys().insert(ADMINS, Keys.of("k2", ALICE))).isTrue();

    assertThat(keys().findTagged(List.of(tag("0"), tag("1"))).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(keys().find("k1").orElseThrow());
    assertThat(keys().findTagged(List.of(tag("1"))).orElseThrow().owner())
        .contains(new User(ALICE, User.Status.ACTIVE, NOON, NOON));
    assertThat(keys().findTagged(List.of(tag("0"), new Tag("k2", "1".repeat(64))))).isEmpty();
    assertThat(keys().findTagged(List.of())).isEmpty();
  }

  @Test
  void one_tag_is_one_key() {
    assertThat(keys().insert(ADMINS, filed("k1", new KeyTag(tag("1"))))).isTrue();

    assertThat(keys().insert(ADMINS, filed("k2", new KeyTag(tag("1"))))).isFalse();
    assertThat(keys().find("k2")).isEmpty();
    assertThat(keys().findTagged(List.of(tag("1"))).orElseThrow().key().id()).isEqualTo("k1");
  }

  private static SlowProof imported(int salt, Optional<Tag> tag) {
    String shown = "$2b$04$abcdefghijklmnopqrstu" + salt + "XW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
    return new SlowProof(BcryptHash.read(shown), tag, Optional.of(new TextShape("", 43)));
  }

  @Test
  void imported_hashes_wait_for_their_tag() {
    assertThat(keys().insert(ADMINS, filed("k1", imported(1, Optional.empty())))).isTrue();
    assertThat(keys().insert(ADMINS, filed("k2", imported(2, Optional.of(tag("2")))))).isTrue();
    assertThat(keys().insert(ADMINS, filed("k3", imported(3, Optional.empty())))).isTrue();
    assertThat(keys().insert(ADMINS, filed("k4", imported(4, Optional.empty())))).isTrue();
    assertThat(keys().insert(ADMINS, filed("k5", new KeyTag(tag("5"))))).isTrue();
    assertThat(keys().revoke(ADMINS, "k4", LOST)).isPresent();
    assertThat(keys().untagged()).extracting(KeyRecord::id).containsExactly("k1", "k3");

    keys().tag("k1", tag("1"));
    keys().tag("k2", tag("9")); // has one
    keys().tag("k3", tag("5")); // is another's
    keys().tag("k9", tag("9")); // is none
    reopen();

    assertThat(keys().untagged()).extracting(KeyRecord::id).containsExactly("k3");
    assertThat(keys().findTagged(List.of(tag("1"))).orElseThrow().key().hash())
        .isEqualTo(imported(1, Optional.of(tag("1"))));
    assertThat(keys().findTagged(List.of(tag("9")))).isEmpty();
    assertThat(keys().findTagged(List.of(tag("5"))).orElseThrow().key().id()).isEqualTo("k5");
  }

  @Test
  void one_imported_hash_is_one_key() {
    assertThat(keys().insert(ADMINS, filed("k1", imported(1, Optional.empty())))).isTrue();
    assertThat(keys().insert(ADMINS, filed("k2", imported(1, Optional.empty())))).isFalse();
    keys().tag("k1", tag("1"));
    assertThat(keys().insert(ADMINS, filed("k3", imported(1, Optional.of(tag("3")))))).isFalse();
    assertThat(keys().list(ADMINS, ALL)).hasSize(1);
  }

  @Test
  void tombstones_are_known_without_their_owner() {
    keys().bury(ADMINS, ALICE, "cfg1", LOST);
    reopen();

    assertThat(keys().isBuried("cfg1")).isTrue();
    assertThat(keys().isBuried("cfg2")).isFalse();
  }

  @Test
  void a_first_key_brings_its_principal_with_it() {
    keys().insert(ADMINS, Keys.of("k1", ALICE));

    assertThat(keys().find("k1").orElseThrow().owner())
        .contains(new User(ALICE, User.Status.ACTIVE, NOON, NOON));
  }

  @Test
  void an_unknown_id_is_nothing() {
    assertThat(keys().find("nothing")).isEmpty();
  }

  @Test
  void an_id_is_found_by_all_of_it_and_none_beside_it() {
    assertThat(keys().find("k1")).isEmpty();

    keys().insert(ADMINS, Keys.of("k1", ALICE));
    keys().insert(ADMINS, Keys.of("k3", ALICE));

    for (String id : List.of("", "k", "k0", "k2", "k4", "K1", "k1 ", "k10", "l")) {
      assertThat(keys().find(id)).as(id).isEmpty();
    }
    for (String id : List.of("k1", "k3")) {
      assertThat(keys().find(id).orElseThrow().key().id()).isEqualTo(id);
    }
  }

  @Test
  void a_store_is_empty_until_a_key_was_ever_stored() {
    assertThat(keys().isEmpty()).isTrue();

    keys().insert(ADMINS, Keys.of("k1", ALICE));
    Optional<KeyRecord> _ = keys().revoke(ADMINS, "k1", LOST);

    assertThat(keys().isEmpty()).isFalse();
  }

  @Test
  void a_first_key_is_stored_where_there_is_none_of_anybody() {
    KeyRecord first = Keys.of("k1", Proofs.admin());
    assertThat(keys().insertFirst(ADMINS, first)).isTrue();
    reopen();

    assertThat(keys().find("k1").orElseThrow().key()).usingRecursiveComparison().isEqualTo(first);
    assertThat(keys().insertFirst(ADMINS, Keys.of("k2", Proofs.admin()))).isFalse();
    assertThat(keys().find("k2")).isEmpty();
  }

  @Test
  void no_key_is_the_first_where_another_tenant_has_one_or_had_one() {
    Principal theirs = Proofs.admin("acme");
    Allow managing = Proofs.of(theirs, Action.KEYS_MANAGE);
    assertThat(keys().insert(managing, Keys.of("k1", theirs))).isTrue();
    assertThat(keys().revoke(managing, "k1", LOST)).isPresent();

    assertThat(keys().insertFirst(ADMINS, Keys.of("k2", Proofs.admin()))).isFalse();
  }

  @Test
  void nobody_inserts_a_key_for_somebody_out_of_reach() {
    assertThatIllegalStateException().isThrownBy(() -> keys().insert(BOBS, Keys.of("k1", ALICE)));
    assertThatIllegalStateException()
        .isThrownBy(() -> keys().insert(ALICES, Keys.of("k2", Proofs.service("alice"))));
    assertThatIllegalStateException()
        .isThrownBy(() -> keys().insertFirst(BOBS, Keys.of("k3", ALICE)));
    assertThat(keys().isEmpty()).isTrue();
  }

  @Test
  void a_key_out_of_reach_is_unknown() {
    keys().insert(ADMINS, Keys.of("k1", ALICE));
    keys().insert(ADMINS, Keys.of("k2", Proofs.service("alice")));

    assertThat(keys().show(BOBS, "k1")).isEmpty();
    assertThat(keys().revoke(BOBS, "k1", LOST)).isEmpty();
    assertThat(keys().rotate(BOBS, "k1", Keys.of("k9", Proofs.user("bob")), NOON)).isEmpty();
    assertThat(keys().list(BOBS, ALL)).isEmpty();
    assertThat(keys().listOf(BOBS, ALICE)).isEmpty();
    assertThat(keys().show(Proofs.of(Proofs.admin("other"), Action.KEYS_MANAGE), "k1")).isEmpty();
    assertThat(keys().list(ALICES, ALL)).extracting(KeyRecord::id).containsExactly("k1");
    assertThat(keys().find("k1").orElseThrow().key().revocation()).isEmpty();
    assertThat(keys().find("k9")).isEmpty();
  }

  @Test
  void keys_are_listed_in_the_order_in_which_they_came() {
    keys().insert(ADMINS, Keys.of("b", ALICE));
    keys().insert(ADMINS, Keys.of("a", ALICE));
    keys().insert(ADMINS, Keys.of("c", Proofs.service("ingest")));

    assertThat(keys().list(ADMINS, ALL)).extracting(KeyRecord::id).containsExactly("b", "a", "c");
    assertThat(keys().listOf(ADMINS, ALICE)).extracting(KeyRecord::id).containsExactly("b", "a");
  }

  @Test
  void a_list_is_read_part_by_part() {
    keys().insert(ADMINS, Keys.of("b", ALICE));
    keys().insert(ADMINS, Keys.of("x", Proofs.user("bob")));
    keys().insert(ADMINS, Keys.of("a", ALICE));
    keys().insert(ADMINS, Keys.of("c", ALICE));

    assertThat(ids(ALICES, Slice.first(2))).containsExactly("b", "a");
    assertThat(ids(ALICES, Slice.<String>first(2).beyond("a"))).containsExactly("c");
    assertThat(ids(ALICES, Slice.<String>first(2).beyond("c"))).isEmpty();
    assertThat(ids(ADMINS, Slice.<String>first(2).beyond("b"))).containsExactly("x", "a");
    // Nobody learns where in the order the key of somebody else is.
    assertThat(ids(ALICES, Slice.<String>first(2).beyond("x"))).isEmpty();
    assertThat(ids(ALICES, Slice.<String>first(2).beyond("nothing"))).isEmpty();
  }

  @Test
  void a_list_of_one_tenant_does_not_begin_beyond_a_key_of_another() {
    Principal theirs = new Principal(Principal.Kind.USER, "acme", "alice");
    Allow acme = Proofs.of(Proofs.admin("acme"), Action.KEYS_MANAGE);
    keys().insert(acme, Keys.of("theirs", theirs));
    keys().insert(ADMINS, Keys.of("ours", ALICE));

    assertThat(ids(ADMINS, ALL)).containsExactly("ours");
    assertThat(ids(acme, ALL)).containsExactly("theirs");
    assertThat(ids(ADMINS, ALL.beyond("theirs"))).isEmpty();
  }

  private List<String> ids(Allow allow, Slice<String> slice) {
    return keys().list(allow, slice).stream().map(KeyRecord::id).toList();
  }

  @Test
  void the_first_revocation_stays() {
    keys().insert(ADMINS, Keys.of("k1", ALICE));

    assertThat(keys().revoke(ALICES, "k1", LOST).orElseThrow().revocation()).contains(LOST);
    assertThat(
            keys()
                .revoke(ADMINS, "k1", new KeyRecord.Revocation(NOON.plusSeconds(9), "again"))
                .orElseThrow()
                .revocation())
        .contains(LOST);
    reopen();
    assertThat(keys().find("k1").orElseThrow().key().revocation()).contains(LOST);
  }

  @Test
  void rotation_stores_the_successor_and_ends_the_old_key() {
    Instant end = NOON.plus(Duration.ofHours(24));
    keys().insert(ADMINS, Keys.of("old", ALICE));

    KeyRecord old = keys().rotate(ALICES, "old", Keys.of("new", ALICE), end).orElseThrow();

    assertThat(old.replacedBy()).contains("new");
    assertThat(old.ceiling().expiresAt()).contains(end);
    assertThat(keys().find("new")).isPresent();
  }

  @Test
  void rotation_never_lengthens_the_life_of_the_old_key() {
    Instant expiry = NOON.plusSeconds(60);
    KeyRecord key = Keys.of("old", ALICE);
    keys()
        .insert(
            ADMINS,
            new KeyRecord(
                key.id(),
                key.principal(),
                key.name(),
                key.description(),
                key.ceiling().expiring(Optional.of(expiry)),
                key.hash(),
                key.createdAt(),
                key.revocation(),
                key.replacedBy(),
                key.lastUsedAt()));

    KeyRecord old =
        keys().rotate(ALICES, "old", Keys.of("new", ALICE), expiry.plusSeconds(60)).orElseThrow();

    assertThat(old.ceiling().expiresAt()).contains(expiry);
  }

  @Test
  void a_key_is_rotated_once_and_never_when_revoked() {
    keys().insert(ADMINS, Keys.of("twice", ALICE));
    keys().insert(ADMINS, Keys.of("revoked", ALICE));
    Optional<KeyRecord> _ = keys().rotate(ALICES, "twice", Keys.of("next", ALICE), NOON);
    Optional<KeyRecord> _ = keys().revoke(ALICES, "revoked", LOST);

    assertThat(keys().rotate(ALICES, "twice", Keys.of("third", ALICE), NOON)).isEmpty();
    assertThat(keys().rotate(ALICES, "revoked", Keys.of("fourth", ALICE), NOON)).isEmpty();
    assertThat(keys().find("third")).isEmpty();
    assertThat(keys().find("fourth")).isEmpty();
  }

  @Test
  void uses_are_remembered_and_never_go_back() {
    keys().insert(ADMINS, Keys.of("k1", ALICE));

    keys().touch(List.of(new KeyStore.Use("k1", NOON.plusSeconds(60))));
    keys().touch(List.of(new KeyStore.Use("k1", NOON), new KeyStore.Use("unknown", NOON)));
    reopen();

    assertThat(keys().find("k1").orElseThrow().key().lastUsedAt()).contains(NOON.plusSeconds(60));
  }

  @Test
  void a_buried_key_stays_buried() {
    assertThat(keys().grave("c1", ALICE).revocation()).isEmpty();

    keys().bury(ALICES, ALICE, "c1", LOST);
    keys().bury(ADMINS, ALICE, "c1", new KeyRecord.Revocation(NOON.plusSeconds(9), "again"));
    reopen();

    assertThat(keys().grave("c1", ALICE).revocation()).contains(LOST);
    assertThat(keys().grave("c2", ALICE).revocation()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> keys().bury(BOBS, ALICE, "c3", LOST));
  }

  @Test
  void a_grave_tells_the_owner_as_it_stands() {
    stores().users().ensure(ADMINS, ALICE, NOON);
    Optional<User> disabled =
        stores().users().changeStatus(ADMINS, ALICE, User.Status.DISABLED, NOON);

    assertThat(keys().grave("c1", ALICE).owner()).isEqualTo(disabled).isPresent();
    assertThat(keys().grave("c1", Proofs.user("bob")).owner()).isEmpty();
  }
}
