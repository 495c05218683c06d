package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.slow.BcryptHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys that are kept as bcrypt.
class SlowKeysTest {
  // bcrypt of "token" at a cost that takes no time.
  private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  private static final Secret TOKEN = Secret.of("token");

  private final KeyFixture fixture = new KeyFixture();
  private final KeyProver prover =
      new KeyProver(fixture.ring, KeyProver.Making.BCRYPT, fixture.random);
  private final KeyAuthenticator judge =
      new KeyAuthenticator(fixture.store, fixture.configured, prover, fixture.clock);
  private final KeyService keys =
      new KeyService(
          fixture.store, fixture.configured, judge, prover, fixture.random, fixture.clock);

  @AfterEach
  void close() {
    prover.close();
  }

  private String present(Secret text) {
    return KeyFixture.said(judge.authenticate(new Credential.ApiKey(text), Callers.HOME));
  }

  private String presentCached(Secret text) {
    Optional<Authentication> answer = judge.ifCached(new Credential.ApiKey(text), Callers.HOME);
    return answer.map(KeyFixture::said).orElse("ask");
  }

  private Minting.Minted mint(Optional<Instant> end) {
    return (Minting.Minted)
        keys.mint(
            fixture.root,
            new NewKey(
                Callers.ALICE,
                Optional.empty(),
                Optional.empty(),
                Callers.UNLIMITED.expiring(end)));
  }

  private void store(String id, KeyProof proof, Optional<KeyRecord.Revocation> revocation) {
    fixture.store.put(
        new KeyRecord(
            id,
            Callers.ALICE,
            Optional.empty(),
            Optional.empty(),
            Callers.UNLIMITED,
            proof,
            SettableClock.NOON,
            revocation,
            Optional.empty(),
            Optional.empty()));
  }

  private KeyProof slow() {
    return new SlowProof(BcryptHash.read(HASH), prover.tag(TOKEN));
  }

  @Test
  void a_new_key_is_kept_as_bcrypt_beside_a_tag_and_remembered_once_proved() {
    Minting.Minted minted = mint(Optional.empty());

    assertThat(minted.key().hash()).isInstanceOf(SlowProof.class);
    assertThat(minted.key().hash().stored()).startsWith("bcrypt$2b.12$");
    assertThat(minted.key().hash().tag()).contains(prover.tag(minted.text()));
    assertThat(presentCached(minted.text())).isEqualTo("ask");
    assertThat(present(minted.text())).isEqualTo("alice");
    // No slow hash is left to compute with: from now on it is not needed.
    prover.close();
    fixture.store.goDown();
    assertThat(present(minted.text())).isEqualTo("alice");
    assertThat(presentCached(minted.text())).isEqualTo("alice");
  }

  @Test
  void a_wrong_secret_and_an_unknown_id_compute_no_slow_hash() {
    Minting.Minted minted = mint(Optional.empty());
    prover.close();

    assertThat(present(TestKeys.withId(fixture.random, minted.key().id())))
        .isEqualTo("WRONG_SECRET");
    assertThat(present(KeyText.mint(fixture.random).text())).isEqualTo("UNKNOWN_KEY");
    assertThat(present(Secret.of("any other text"))).isEqualTo("UNKNOWN_KEY");
    assertThatThrownBy(() -> present(minted.text())).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void a_key_that_is_no_good_computes_no_slow_hash() {
    Minting.Minted revoked = mint(Optional.empty());
    Minting.Minted expired = mint(Optional.of(SettableClock.NOON.plusSeconds(1)));
    assertThat(keys.revoke(fixture.root, revoked.key().id(), "lost")).isPresent();
    fixture.clock.advance(Duration.ofSeconds(1));
    prover.close();

    assertThat(present(revoked.text())).isEqualTo("REVOKED");
    assertThat(present(expired.text())).isEqualTo("EXPIRED");
    assertThat(presentCached(revoked.text())).isEqualTo("ask");
  }

  @Test
  void a_remembered_slow_key_is_refused_from_its_revocation_on() {
    store("id0", slow(), Optional.empty());
    assertThat(present(TOKEN)).isEqualTo("alice");
    assertThat(presentCached(TOKEN)).isEqualTo("alice");

    assertThat(keys.revoke(fixture.root, "id0", "lost")).isPresent();

    assertThat(presentCached(TOKEN)).isEqualTo("ask");
    assertThat(present(TOKEN)).isEqualTo("REVOKED");
  }

  /// The slow hash takes long enough for a key to be revoked meanwhile.
  @Test
  void a_key_that_is_revoked_while_its_hash_is_computed_is_refused() {
    store("id0", slow(), Optional.empty());
    fixture.store.afterFirstFind(() ->
        store(
            "id0",
            slow(),
            Optional.of(new KeyRecord.Revocation(SettableClock.NOON, "in between"))));

    assertThat(present(TOKEN)).isEqualTo("REVOKED");
  }

  @Test
  void a_tag_without_its_hash_proves_nothing() {
    store(
        "id0",
        new SlowProof(BcryptHash.read(HASH), prover.tag(Secret.of("other"))),
        Optional.empty());

    assertThat(present(Secret.of("other"))).isEqualTo("WRONG_SECRET");
    assertThat(present(TOKEN)).isEqualTo("UNKNOWN_KEY");
    assertThat(presentCached(Secret.of("other"))).isEqualTo("ask");
  }

  @Test
  void a_hash_without_a_tag_is_computed_for_nobody_who_merely_names_its_id() {
    KeyText text = KeyText.mint(fixture.random);
    store(
        text.id(),
        new SlowProof(BcryptHash.read(HASH), Optional.empty(), Optional.empty()),
        Optional.empty());
    prover.close();

    assertThat(present(text.text())).isEqualTo("WRONG_SECRET");
  }

  @Test
  void a_text_without_an_id_is_found_by_its_tag_in_one_lookup() {
    store("id0", new KeyTag(prover.tag(TOKEN)), Optional.empty());
    store(
        "id1",
        new KeyTag(prover.tagOfDigest(KeyHash.of(Secret.of("known by its digest")))),
        Optional.empty());
    fixture.store.asked.clear();

    assertThat(present(TOKEN)).isEqualTo("alice");
    assertThat(present(Secret.of("known by its digest"))).isEqualTo("alice");
    assertThat(fixture.store.asked).containsExactly("tagged", "tagged");
    fixture.store.goDown();
    assertThat(presentCached(TOKEN)).isEqualTo("alice");
    assertThat(present(Secret.of("known by its digest"))).isEqualTo("alice");
  }

  @Test
  void a_revoked_text_is_asked_for_every_time_like_an_unknown_one() {
    store(
        "id0",
        new KeyTag(prover.tag(TOKEN)),
        Optional.of(new KeyRecord.Revocation(SettableClock.NOON, "lost")));

    for (int i = 0; i < 3; i++) {
      fixture.store.asked.clear();
      assertThat(presentCached(TOKEN)).isEqualTo("ask");
      assertThat(present(TOKEN)).isEqualTo("REVOKED");
      assertThat(fixture.store.asked).contains("tagged");
    }
  }

  @Test
  void both_ways_of_keeping_live_side_by_side() {
    Minting.Minted quick = fixture.mint(Callers.BOB);
    Minting.Minted slow = mint(Optional.empty());

    assertThat(present(quick.text())).isEqualTo("bob");
    assertThat(present(slow.text())).isEqualTo("alice");
    assertThat(fixture.present(quick.text())).isEqualTo("bob");
  }

  @Test
  void a_tag_under_a_former_master_key_still_finds_its_key() {
    MasterKeyRing newer =
        MasterKeyRing.parse(
            Secret.of(
                MasterKeyRing.generate(fixture.random).print().revealText()
                    + fixture.ring.print().revealText()));
    store("id0", slow(), Optional.empty());
    KeyProver rotated = new KeyProver(newer, KeyProver.Making.SHA_256, fixture.random);
    KeyAuthenticator later =
        new KeyAuthenticator(fixture.store, fixture.configured, rotated, fixture.clock);

    assertThat(KeyFixture.said(later.authenticate(new Credential.ApiKey(TOKEN), Callers.HOME)))
        .isEqualTo("alice");
    rotated.close();
  }

  @Test
  void no_proof_is_printed() {
    assertThat(slow().toString()).doesNotContain("PPZe").doesNotContain("hex=");
    assertThat(new KeyTag(prover.tag(TOKEN))).hasToString("KeyTag");
  }
}
