package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.key.ConfiguredKeys.Setting;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredKeysTest {
  private static final MasterKeyRing RING = MasterKeyRing.parse(Secret.of("k1 " + "A".repeat(43)));
  private static final MasterKeyRing ROTATED =
      MasterKeyRing.parse(Secret.of("k2 " + "A".repeat(42) + "E\nk1 " + "A".repeat(43)));
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(Secret.of("sk-alice-test-key-12345"), Callers.ALICE),
          new Setting(Secret.of("schlüssel 🔑"), Callers.BOB));

  private final ConfiguredKeys keys = of(RING, SETTINGS);

  @Test
  void are_found_by_their_whole_text_only() {
    assertThat(owner("sk-alice-test-key-12345")).isEqualTo("alice");
    assertThat(owner("schlüssel 🔑")).isEqualTo("bob");
    assertThat(owner("sk-alice-test-key-1234")).isEqualTo("nobody");
    assertThat(owner("sk-alice-test-key-123456")).isEqualTo("nobody");
    assertThat(owner("SK-ALICE-TEST-KEY-12345")).isEqualTo("nobody");
    assertThat(owner("")).isEqualTo("nobody");
    assertThat(keys.size()).isEqualTo(2);
    assertThat(ConfiguredKeys.NONE.find(Secret.of("x"))).isEmpty();
    assertThat(ConfiguredKeys.NONE.entries()).isEmpty();
  }

  @Test
  void may_touch_memory_and_chat_within_their_tenant() {
    KeyRecord key = keys.find(SETTINGS.getFirst().text()).orElseThrow().record();

    assertThat(key.ceiling())
        .isEqualTo(Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant("default")));
    assertThat(key.createdAt()).isEqualTo(SettableClock.NOON);
    assertThat(key.hash()).isEqualTo(KeyHash.NOTHING);
  }

  @Test
  void have_an_id_that_is_stable_and_tells_nothing() {
    String id = id(keys);

    assertThat(id).matches("cfg[0-9A-Za-z]{16}").isEqualTo(id(of(RING, SETTINGS)));
    assertThat(id(of(MasterKeyRing.generate(new SecureRandom()), SETTINGS))).isNotEqualTo(id);
    assertThat(keys.find(id)).isEqualTo(keys.find(SETTINGS.getFirst().text()));
    assertThat(keys.find("cfg0000000000000000")).isEmpty();
    assertThat(keys.entries())
        .extracting(entry -> entry.record().id())
        .isSorted()
        .hasSize(2)
        .contains(id);
  }

  @Test
  void are_listed_by_id() {
    List<Setting> many =
        IntStream.range(0, 30)
            .mapToObj(i -> new Setting(Secret.of("key " + i), Callers.ALICE))
            .toList();

    assertThat(of(RING, many).entries())
        .extracting(entry -> entry.record().id())
        .isSorted()
        .hasSize(30);
  }

  @Test
  void keep_their_tombstone_when_the_master_key_is_rotated() {
    KeyFixture fixture = new KeyFixture();
    KeyRecord.Revocation revocation = new KeyRecord.Revocation(SettableClock.NOON, "leaked");
    fixture.store.bury(fixture.root, Callers.ALICE, id(keys), revocation);
    ConfiguredKeys rotated = of(ROTATED, SETTINGS);
    ConfiguredKeys.Entry entry = rotated.find(SETTINGS.getFirst().text()).orElseThrow();

    assertThat(id(rotated)).isNotEqualTo(id(keys));
    assertThat(entry.formerIds()).contains(id(keys));
    assertThat(entry.asOf(fixture.store).key().revocation()).contains(revocation);
    assertThat(entry.asOf(fixture.store).key().id()).isEqualTo(id(rotated));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sk-alice-test-key-12345", "OWN", "BROKEN"})
  void name_the_position_of_a_text_that_cannot_be_configured(String text) {
    String own = KeyText.mint(new SecureRandom()).text().revealText();
    Secret bad = Secret.of(text.replace("OWN", own).replace("BROKEN", own + "0"));
    List<Setting> settings =
        List.of(SETTINGS.getFirst(), SETTINGS.getLast(), new Setting(bad, Callers.BOB));

    assertThatThrownBy(() -> of(RING, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("configured key 3 ")
        .hasMessageNotContaining("alice");
  }

  @Test
  void say_how_many_they_are_and_no_text() {
    assertThat(keys).hasToString("ConfiguredKeys[2]");
    assertThat(SETTINGS.toString()).doesNotContain("sk-alice");
    assertThat(keys.entries().toString()).doesNotContain("sk-alice");
  }

  private String owner(String text) {
    return keys.find(Secret.of(text))
        .map(entry -> entry.record().principal().id())
        .orElse("nobody");
  }

  private static String id(ConfiguredKeys keys) {
    return keys.find(SETTINGS.getFirst().text()).orElseThrow().record().id();
  }

  private static ConfiguredKeys of(MasterKeyRing ring, List<Setting> settings) {
    return ConfiguredKeys.of(ring, settings, SettableClock.NOON);
  }
}
