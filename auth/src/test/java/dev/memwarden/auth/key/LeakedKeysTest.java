package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.LeakedKeys.Finding;
import dev.memwarden.auth.slow.BcryptHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeakedKeysTest {
  private static final String REASON = "reported as leaked: https://example.com/";
  // bcrypt of "token" at a cost that takes no time.
  private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";

  private final KeyFixture fixture = new KeyFixture();
  private final List<String> tenants = new ArrayList<>();
  private KeyProver prover = prover(KeyProver.Making.SHA_256);

  @AfterEach
  void close() {
    prover.close();
  }

  private KeyProver prover(KeyProver.Making making) {
    return new KeyProver(fixture.ring, making, fixture.random);
  }

  private KeyService keys() {
    return new KeyService(
        fixture.store,
        fixture.configured,
        fixture.authenticator,
        prover,
        fixture.random,
        fixture.clock);
  }

  private Finding report(String text) {
    LeakedKeys leaked = new LeakedKeys(fixture.store, fixture.configured, prover, keys());
    return leaked.revoke(Secret.of(text), REASON, this::proof);
  }

  private Allow proof(String tenant) {
    tenants.add(tenant);
    return fixture.root;
  }

  private Minting.Minted mint() {
    NewKey wish = new NewKey(Callers.ALICE, Optional.empty(), Optional.empty(), Callers.UNLIMITED);
    return (Minting.Minted) keys().mint(fixture.root, wish);
  }

  private Optional<KeyRecord.Revocation> revocation(String id) {
    return fixture.keys.show(fixture.root, id).orElseThrow().revocation();
  }

  @ParameterizedTest
  @EnumSource(KeyProver.Making.class)
  void a_key_ends_however_it_is_kept_and_is_then_one_that_ended(KeyProver.Making making) {
    prover.close();
    prover = prover(making);
    Minting.Minted key = mint();
    String text = key.text().revealText();

    assertThat(report(text)).isEqualTo(Finding.REVOKED);
    KeyRecord.Revocation first = new KeyRecord.Revocation(SettableClock.NOON, REASON);
    assertThat(revocation(key.key().id())).contains(first);
    fixture.clock.advance(Duration.ofSeconds(30));
    assertThat(report(text)).isEqualTo(Finding.REVOKED_BEFORE);
    assertThat(revocation(key.key().id())).contains(first);
    assertThat(tenants).containsExactly(Principal.DEFAULT_TENANT);
  }

  @ParameterizedTest
  @EnumSource(KeyProver.Making.class)
  void an_id_with_another_secret_ends_nothing(KeyProver.Making making) {
    prover.close();
    prover = prover(making);
    Minting.Minted key = mint();
    String other = TestKeys.withId(fixture.random, key.key().id()).revealText();

    assertThat(report(other)).isEqualTo(Finding.UNKNOWN);
    assertThat(revocation(key.key().id())).isEmpty();
    assertThat(tenants).isEmpty();
  }

  @Test
  void a_text_with_a_wrong_check_asks_no_store() {
    String text = mint().text().revealText();
    fixture.store.asked.clear();
    String changed = text.substring(0, 69) + (text.endsWith("A") ? 'B' : 'A');

    assertThat(report(changed)).isEqualTo(Finding.UNKNOWN);
    assertThat(report(text.substring(0, 40))).isEqualTo(Finding.UNKNOWN);
    assertThat(fixture.store.asked).isEmpty();
  }

  @Test
  void a_key_that_was_remembered_is_refused_from_then_on() {
    Minting.Minted key = fixture.mint(Callers.ALICE);
    assertThat(fixture.present(key.text())).isEqualTo("alice");

    assertThat(report(key.text().revealText())).isEqualTo(Finding.REVOKED);
    assertThat(fixture.present(key.text())).isEqualTo("REVOKED");
  }

  @Test
  void a_key_that_was_rotated_and_still_works_ends() {
    Minting.Minted key = fixture.mint(Callers.ALICE);
    fixture.keys.rotate(fixture.root, key.key().id(), Duration.ofHours(1));

    assertThat(report(key.text().revealText())).isEqualTo(Finding.REVOKED);
    assertThat(fixture.present(key.text())).isEqualTo("REVOKED");
  }

  @Test
  void one_of_the_configuration_ends_too() {
    String id = fixture.configured.entries().getFirst().record().id();

    assertThat(report(KeyFixture.CONFIGURED_TEXT)).isEqualTo(Finding.REVOKED);
    assertThat(report(KeyFixture.CONFIGURED_TEXT)).isEqualTo(Finding.REVOKED_BEFORE);
    assertThat(revocation(id)).isPresent();
    assertThat(fixture.present(Secret.of(KeyFixture.CONFIGURED_TEXT))).isEqualTo("REVOKED");
  }

  @Test
  void an_imported_one_ends_once_its_text_is_filed() {
    Secret token = Secret.of("token");
    imported("filed", Optional.of(prover.tag(token)));

    assertThat(report("token")).isEqualTo(Finding.REVOKED);
    assertThat(revocation("filed")).isPresent();
  }

  @Test
  void for_one_of_which_only_the_hash_is_known_nothing_slow_is_computed() {
    imported("unseen", Optional.empty());

    assertThat(report("token")).isEqualTo(Finding.UNKNOWN);
    assertThat(revocation("unseen")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "sk-somebody-elses", "ghp_0123456789", "Ünïcode \u0000"})
  void whatever_else_was_found_is_unknown(String text) {
    assertThat(report(text)).isEqualTo(Finding.UNKNOWN);
  }

  @Test
  void a_store_that_is_away_is_a_fault_and_no_answer() {
    String text = mint().text().revealText();
    fixture.store.goDown();

    assertThatThrownBy(() -> report(text)).isInstanceOf(StoreUnavailableException.class);
  }

  private void imported(String id, Optional<Tag> tag) {
    fixture.store.put(
        new KeyRecord(
            id,
            Callers.ALICE,
            Optional.empty(),
            Optional.empty(),
            Callers.UNLIMITED,
            new SlowProof(BcryptHash.read(HASH), tag, Optional.of(new TextShape("", 5))),
            SettableClock.NOON,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
