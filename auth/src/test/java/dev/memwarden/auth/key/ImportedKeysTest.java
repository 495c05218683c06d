package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.ImportedKey.Outcome;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.DraftKeyHash;
import dev.memwarden.auth.slow.Pbkdf2Hash;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys of other systems: taken over, recognised, and ended.
class ImportedKeysTest {
  // bcrypt of "token" at a cost that takes no time.
  private static final String HASH = "$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe";
  private static final String DJANGO =
      "pbkdf2_sha256$1000$saltsalt$qQDPSZa3Ormyy9oK1Pu0ZLLwP2Svzmx3yu8OvDdq/J0=";
  private static final String DRAFT_KEY = "sks-MTpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw";
  private static final String DRAFT_HASH =
      "$2b$12$ZL85RPO49B4JVHqsFgsgKexfysUAnNQQr7ZoN8KzPli6pq5nMs6s6";
  private static final Instant SUNSET = SettableClock.NOON.plus(Duration.ofDays(90));
  private static final TextShape FIVE = new TextShape("", 5);

  private final KeyFixture fixture = new KeyFixture();
  private final KeyProver prover =
      new KeyProver(fixture.ring, KeyProver.Making.SHA_256, fixture.random);
  private final KeyAuthenticator judge =
      new KeyAuthenticator(fixture.store, fixture.configured, prover, fixture.clock);
  private final KeyService keys =
      new KeyService(
          fixture.store, fixture.configured, judge, prover, fixture.random, fixture.clock);
  private final KeyImport imports =
      new KeyImport(
          fixture.store, fixture.configured, prover, judge, fixture.random, fixture.clock);

  @AfterEach
  void close() {
    prover.close();
  }

  private String present(String text) {
    return present(text, Callers.HOME);
  }

  private String present(String text, InetAddress from) {
    return KeyFixture.said(judge.authenticate(new Credential.ApiKey(Secret.of(text)), from));
  }

  private static ImportedKey key(Evidence evidence) {
    return key(Callers.ALICE, evidence, Optional.empty());
  }

  private static ImportedKey key(Principal owner, Evidence evidence, Optional<Instant> end) {
    return new ImportedKey(
        owner, Optional.of("old"), Optional.empty(), evidence, Optional.empty(), end);
  }

  private static Evidence text(String text) {
    return new Evidence.Text(Secret.of(text));
  }

  private static Evidence hash(String text, TextShape shape) {
    return new Evidence.Hashed(
        text.startsWith("$2") ? BcryptHash.read(text) : Pbkdf2Hash.read(text),
        Optional.empty(),
        shape);
  }

  private List<Outcome> run(Optional<Instant> sunset, ImportedKey... all) {
    return imports.run(fixture.root, Arrays.asList(all), sunset, false);
  }

  private static Outcome added() {
    return new Outcome.Added(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-0123456789abcdef0123456789abcdef0123456789abcdef",
        "T0k3n_of-Redis-AMS-43-characters-xxxxxxxxxxx",
        "any text at all, Ünïcode too"
      })
  void a_text_of_another_system_works_as_it_did_there(String text) {
    assertThat(run(Optional.empty(), key(text(text)))).containsExactly(added());

    assertThat(present(text)).isEqualTo("alice");
    assertThat(present(text + "x")).isEqualTo("UNKNOWN_KEY");
    fixture.store.goDown();
    assertThat(present(text)).isEqualTo("alice");
  }

  @Test
  void of_a_text_only_the_tag_is_kept() {
    assertThat(run(Optional.empty(), key(text("weak")))).containsExactly(added());

    KeyRecord stored = Lists.of(keys, fixture.root).getFirst();
    assertThat(stored.hash()).isInstanceOf(KeyTag.class);
    assertThat(stored.hash().stored()).isEqualTo("tag$$");
    assertThat(stored.name()).contains("old");
  }

  @Test
  void a_quick_hash_is_recognised_in_one_lookup() {
    KeyHash digest = KeyHash.of(Secret.of("token"));

    assertThat(run(Optional.empty(), key(new Evidence.Digest(digest)))).containsExactly(added());

    assertThat(present("token")).isEqualTo("alice");
    assertThat(fixture.store.asked).doesNotContain("untagged");
    // The hash itself is no key.
    assertThat(present(digest.hex())).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void a_slow_hash_gets_its_tag_at_first_sight() {
    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE))))
        .containsExactly(new Outcome.Added(false));
    assertThat(present("other")).isEqualTo("UNKNOWN_KEY");

    assertThat(present("token")).isEqualTo("alice");

    KeyRecord stored = Lists.of(keys, fixture.root).getFirst();
    assertThat(stored.hash().tag()).contains(prover.tag(Secret.of("token")));
    fixture.store.goDown();
    assertThat(present("token")).isEqualTo("alice");
  }

  @Test
  void pbkdf2_and_keys_of_the_draft_are_recognised_like_bcrypt() {
    Evidence draft =
        new Evidence.Hashed(
            DraftKeyHash.of("1", BcryptHash.read(DRAFT_HASH)),
            Optional.empty(),
            new TextShape("sks-", 0));
    assertThat(
            run(
                Optional.of(SUNSET),
                key(hash(DJANGO, new TextShape("correct!", 0))),
                key(Callers.BOB, hash(DJANGO, new TextShape("c", 0)), Optional.empty()),
                key(Callers.BOB, draft, Optional.empty())))
        .containsExactly(new Outcome.Added(false), new Outcome.Known(), new Outcome.Added(false));

    assertThat(present(DRAFT_KEY)).isEqualTo("bob");
    assertThat(present("sks-MjpjNDYwMjA5N2I2NDU0MWU3YWQ5NGVhMmQ3OGI5ZGMyNw"))
        .isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void a_hash_whose_text_is_known_needs_no_search() {
    Evidence both =
        new Evidence.Hashed(BcryptHash.read(HASH), Optional.of(Secret.of("token")), FIVE);

    assertThat(run(Optional.empty(), key(both))).containsExactly(added());

    assertThat(present("token")).isEqualTo("alice");
    assertThat(fixture.store.asked).doesNotContain("untagged");
  }

  @Test
  void a_text_of_another_shape_is_never_tried() {
    assertThat(
            run(
                Optional.of(SUNSET),
                key(hash(HASH, new TextShape("", 6))),
                key(hash(DJANGO, new TextShape("corr", 13)))))
        .allMatch(new Outcome.Added(false)::equals);

    for (int i = 0; i < 100; i++) {
      assertThat(present("token")).isEqualTo("UNKNOWN_KEY");
      assertThat(present("abc" + i)).isEqualTo("UNKNOWN_KEY");
    }
    // A space is in no such text.
    assertThat(present("correct horse")).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void misses_are_remembered_until_something_is_imported() {
    assertThat(run(Optional.of(SUNSET), key(hash(DJANGO, FIVE)))).hasSize(1);
    for (int i = 0; i < 100; i++) {
      assertThat(present("token")).isEqualTo("UNKNOWN_KEY");
    }

    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE)))).hasSize(1);

    assertThat(present("token")).isEqualTo("alice");
  }

  @Test
  void one_network_may_try_a_few_texts_a_minute() {
    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE)))).hasSize(1);
    InetAddress near = InetAddress.ofLiteral("203.0.113.1");
    InetAddress neighbour = InetAddress.ofLiteral("203.0.113.200");
    InetAddress far = InetAddress.ofLiteral("198.51.100.1");
    for (int i = 0; i < 6; i++) {
      assertThat(present("miss" + i, near)).isEqualTo("UNKNOWN_KEY");
    }

    assertThatThrownBy(() -> present("miss7", neighbour))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(present("miss1", neighbour)).isEqualTo("UNKNOWN_KEY");
    assertThat(present("miss7", far)).isEqualTo("UNKNOWN_KEY");
    // What is known already needs no trial.
    assertThat(present("token", far)).isEqualTo("alice");
    assertThat(present("token", near)).isEqualTo("alice");
  }

  @Test
  void one_network_of_64_bits_may_try_a_few_texts_a_minute() {
    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE)))).hasSize(1);
    for (int i = 0; i < 6; i++) {
      assertThat(present("miss" + i, InetAddress.ofLiteral("2001:db8::" + i)))
          .isEqualTo("UNKNOWN_KEY");
    }

    assertThatThrownBy(() -> present("miss7", InetAddress.ofLiteral("2001:db8::9")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(present("miss7", InetAddress.ofLiteral("2001:db8:0:1::9"))).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void at_the_sunset_all_keys_of_an_import_end() {
    assertThat(
            run(
                Optional.of(SUNSET),
                key(text("a text of old")),
                key(hash(HASH, FIVE)),
                key(Callers.BOB, text("shorter"), Optional.of(SUNSET.minusSeconds(1))),
                key(Callers.BOB, text("longer"), Optional.of(SUNSET.plusSeconds(1)))))
        .hasSize(4);
    fixture.clock.set(SUNSET.minusSeconds(1));
    assertThat(present("a text of old")).isEqualTo("alice");
    assertThat(present("shorter")).isEqualTo("EXPIRED");
    assertThat(present("longer")).isEqualTo("bob");

    fixture.clock.set(SUNSET);

    assertThat(present("a text of old")).isEqualTo("EXPIRED");
    assertThat(present("longer")).isEqualTo("EXPIRED");
    assertThat(present("token")).isEqualTo("UNKNOWN_KEY"); // and is not tried any more
  }

  @Test
  void a_hash_alone_needs_a_sunset() {
    assertThat(run(Optional.empty(), key(hash(HASH, FIVE))))
        .containsExactly(new Outcome.Refused("is known as a hash alone, and needs a sunset"));
    assertThat(run(Optional.empty(), key(Callers.ALICE, hash(HASH, FIVE), Optional.of(SUNSET))))
        .containsExactly(new Outcome.Added(false));
  }

  @Test
  void importing_again_changes_nothing() {
    ImportedKey[] all = {
      key(text("a text of old")),
      key(new Evidence.Digest(KeyHash.of(Secret.of("quick")))),
      key(hash(HASH, FIVE))
    };
    assertThat(run(Optional.of(SUNSET), all)).allMatch(Outcome.Added.class::isInstance);
    List<KeyRecord> before = Lists.of(keys, fixture.root);

    assertThat(run(Optional.of(SUNSET), all)).allMatch(new Outcome.Known()::equals);
    assertThat(present("token")).isEqualTo("alice");
    assertThat(run(Optional.of(SUNSET), all)).allMatch(new Outcome.Known()::equals);

    assertThat(Lists.of(keys, fixture.root))
        .extracting(KeyRecord::id)
        .isEqualTo(before.stream().map(KeyRecord::id).toList());
  }

  @Test
  void a_dry_run_tells_the_same_and_changes_nothing() {
    List<ImportedKey> all =
        List.of(
            key(text("a text of old")),
            key(text("a text of old")),
            key(text(KeyFixture.CONFIGURED_TEXT)),
            key(hash(HASH, FIVE)),
            key(hash(HASH, FIVE)),
            key(Callers.ALICE, text("ended"), Optional.of(SettableClock.NOON)));

    List<Outcome> dry = imports.run(fixture.root, all, Optional.of(SUNSET), true);

    assertThat(dry)
        .containsExactly(
            added(),
            new Outcome.Known(),
            new Outcome.Refused("is one of API_KEYS"),
            new Outcome.Added(false),
            new Outcome.Known(),
            new Outcome.Expired());
    assertThat(fixture.store.isEmpty()).isTrue();
    assertThat(imports.run(fixture.root, all, Optional.of(SUNSET), false)).isEqualTo(dry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | has not 1 to 4096 bytes
          ' x'                            | is no text that a client could send as a credential
          'a\tb'                          | is no text that a client could send as a credential
          sks-0123456789abcdef_x          | has the form of the keys that are issued here (sks-…_…)
          sk-alice-test-key-12345         | is one of API_KEYS
          """)
  void what_cannot_be_a_key_is_refused_with_a_reason(String text, String reason) {
    assertThat(run(Optional.empty(), key(text(text)))).containsExactly(new Outcome.Refused(reason));
  }

  @Test
  void nobody_imports_a_key_that_they_could_not_make() {
    Identity reader =
        Callers.identity(
            Callers.ROOT,
            Ceiling.of(Set.of(Action.KEYS_MANAGE, Action.MEMORY_READ), Box.EVERYWHERE));
    Identity ending =
        Callers.identity(Callers.ROOT, Callers.UNLIMITED.expiring(Optional.of(SUNSET)));

    assertThat(importedBy(reader, Optional.of(SUNSET)))
        .isEqualTo(
            new Outcome.Refused("is not yours to give: the key may take more actions than yours"));
    assertThat(importedBy(ending, Optional.empty()))
        .isEqualTo(new Outcome.Refused("is not yours to give: the key would outlive yours"));
    assertThat(importedBy(ending, Optional.of(SUNSET))).isEqualTo(added());
  }

  private Outcome importedBy(Identity who, Optional<Instant> sunset) {
    return imports
        .run(fixture.manage(who), List.of(key(text("a text of old"))), sunset, false)
        .getFirst();
  }

  @Test
  void a_revoked_text_does_not_come_back() {
    String configured = fixture.configured.entries().getFirst().record().id();
    assertThat(keys.revoke(fixture.root, configured, "leaked")).isPresent();
    assertThat(run(Optional.empty(), key(text("a text of old")))).hasSize(1);
    String imported = Lists.of(keys, fixture.root).getFirst().id();
    assertThat(keys.revoke(fixture.root, imported, "leaked")).isPresent();

    assertThat(present("a text of old")).isEqualTo("REVOKED");
    assertThat(run(Optional.empty(), key(text("a text of old"))))
        .containsExactly(new Outcome.Known());
    assertThat(present("a text of old")).isEqualTo("REVOKED");

    // Nor by the configuration, or from it.
    ConfiguredKeys later =
        ConfiguredKeys.of(
            fixture.ring,
            List.of(new ConfiguredKeys.Setting(Secret.of("a text of old"), Callers.BOB)),
            SettableClock.NOON);
    KeyAuthenticator restarted = new KeyAuthenticator(fixture.store, later, prover, fixture.clock);
    assertThat(
            KeyFixture.said(
                restarted.authenticate(
                    new Credential.ApiKey(Secret.of("a text of old")), Callers.HOME)))
        .isEqualTo("REVOKED");
    KeyImport withoutMap =
        new KeyImport(
            fixture.store, ConfiguredKeys.NONE, prover, judge, fixture.random, fixture.clock);
    assertThat(
            withoutMap.run(
                fixture.root,
                List.of(key(text(KeyFixture.CONFIGURED_TEXT))),
                Optional.empty(),
                false))
        .containsExactly(new Outcome.Refused("was revoked here"));
  }

  @Test
  void a_revoked_hash_is_not_tried_any_more() {
    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE)))).hasSize(1);
    String id = Lists.of(keys, fixture.root).getFirst().id();
    assertThat(keys.revoke(fixture.root, id, "leaked")).isPresent();
    judge.invalidateAll();

    assertThat(present("token")).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void a_hash_that_is_revoked_after_the_list_was_read_is_refused() {
    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE)))).hasSize(1);
    assertThat(present("other")).isEqualTo("UNKNOWN_KEY"); // the list is remembered
    String id = Lists.of(keys, fixture.root).getFirst().id();
    assertThat(keys.revoke(fixture.root, id, "leaked")).isPresent();

    assertThat(present("token")).isIn("REVOKED", "UNKNOWN_KEY");
  }

  @Test
  void a_disabled_user_stays_so() {
    assertThat(run(Optional.of(SUNSET), key(hash(HASH, FIVE)))).hasSize(1);
    UserService users = new UserService(fixture.store.users(), judge, fixture.clock);
    assertThat(users.disable(fixture.manageUsers(), Callers.ALICE)).isPresent();

    assertThat(present("token")).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(users.delete(fixture.manageUsers(), Callers.ALICE)).isPresent();
    assertThat(run(Optional.empty(), key(text("new for alice"))))
        .containsExactly(new Outcome.Refused("is of user:alice, who was deleted; enable it first"));
  }

  @Test
  void nobody_imports_keys_of_somebody_out_of_reach() {
    var alices = fixture.manage(Callers.identity(Callers.ALICE, Callers.UNLIMITED));

    assertThat(
            imports.run(
                alices,
                List.of(key(Callers.BOB, text("bob's"), Optional.empty())),
                Optional.empty(),
                false))
        .containsExactly(new Outcome.Refused("is of user:bob, whose keys are not yours to make"));
    assertThat(fixture.store.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "a b, 0", "'', -1", "abc, 2"})
  void a_shape_says_something(String prefix, int length) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TextShape(prefix, length));
  }

  @Test
  void a_shape_is_kept_as_text() {
    for (TextShape shape : List.of(FIVE, new TextShape("sks-", 0), new TextShape("a:b", 9))) {
      assertThat(TextShape.parse(shape.stored())).isEqualTo(shape);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> TextShape.parse(":x"));
    assertThatIllegalArgumentException().isThrownBy(() -> TextShape.parse("x:y"));
    assertThat(new TextShape("tok", 0).matches(Secret.of("token"))).isTrue();
    assertThat(new TextShape("tok", 0).matches(Secret.of("to"))).isFalse();
    assertThat(new TextShape("tok", 0).matches(Secret.of("tak"))).isFalse();
    assertThat(FIVE.matches(Secret.of("to en"))).isFalse();
    assertThat(FIVE.matches(Secret.of("tö-e"))).isFalse();
  }
}
