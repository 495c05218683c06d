package dev.memwarden.auth.key;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keys that the configuration gives to users: any text, such as other systems hand out.
///
/// They are never stored, and their texts are not kept: each is found by a keyed tag of the whole
/// text, in one lookup. Their public id is made from that tag, so it stays the same over restarts.
/// Immutable.
public final class ConfiguredKeys {

  /// No configured key at all.
  public static final ConfiguredKeys NONE = new ConfiguredKeys(Optional.empty(), Map.of());

  private static final int ID_DIGITS = 16;

  private final Optional<MasterKeyRing> ring;
  private final Map<Tag, Entry> byTag;
  private final Map<String, Entry> byId;

  private ConfiguredKeys(Optional<MasterKeyRing> ring, Map<Tag, Entry> byTag) {
    this.ring = ring;
    this.byTag = Map.copyOf(byTag);
    Map<String, Entry> ids = new HashMap<>();
    byTag.values().forEach(entry -> ids.put(entry.record().id(), entry));
    this.byId = Map.copyOf(ids);
  }

  /// One line of the configuration.
  public record Setting(Secret text, Principal owner) {}

  /// What is known of a configured key.
  ///
  /// @param record as if it were stored; its hash proves nothing
  /// @param formerIds under which a tombstone may lie besides: ids under older master keys, and of
  ///   the same key where it was stored
  record Entry(KeyRecord record, List<String> formerIds) {

    /// The key with the tombstone that it has, under whichever of its ids.
    KeyStore.Owned asOf(KeyStore store) {
      KeyStore.Grave grave = store.grave(record.id(), record.principal());
      Optional<KeyRecord.Revocation> revocation = grave.revocation();
      for (String former : formerIds) {
        revocation = revocation.or(() -> store.grave(former, record.principal()).revocation());
      }
      return new KeyStore.Owned(revocation.map(record::revoked).orElse(record), grave.owner());
    }
  }

  /// Keys for `settings`, in their order.
  ///
  /// @param since when this process learnt of them; shown as the time of their creation
  /// @throws IllegalArgumentException naming the position, from 1, of a text that is empty,
  ///   repeated, or one of our own keys (which live in the store; here it would outlive its
  ///   revocation)
  public static ConfiguredKeys of(MasterKeyRing ring, List<Setting> settings, Instant since) {
    Map<Tag, Entry> byTag = new HashMap<>();
    int position = 0;
    for (Setting setting : settings) {
      position++;
      require(setting.text().length() > 0, position, "is empty");
      require(
          KeyText.shapeOf(setting.text()) instanceof KeyText.Shape.Foreign,
          position,
          "has the form of the keys that are issued here (sks-…_…); those cannot be configured");
      // The first is that of the text under the current master key.
      List<Tag> tags = KeyProver.tags(ring, setting.text());
      List<String> ids = tags.stream().map(ConfiguredKeys::id).toList();
      Entry entry =
          new Entry(record(ids.getFirst(), setting.owner(), since), ids.subList(1, ids.size()));
      require(byTag.put(tags.getFirst(), entry) == null, position, "repeats an earlier one");
    }
    return new ConfiguredKeys(Optional.of(ring), byTag);
  }

  /// The key of exactly this text. **Cost**: one HMAC and one lookup, however many there are.
  Optional<Entry> find(Secret text) {
    return ring.map(keys -> text.reveal(bytes -> keys.tag(Purpose.KEY_TAG, bytes))).map(byTag::get);
  }

  /// Whether exactly this text is one of the keys. **Cost**: as [#find(Secret)].
  public boolean contains(Secret text) {
    return find(text).isPresent();
  }

  /// The key of this public id.
  Optional<Entry> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// All keys, by id.
  List<Entry> entries() {
    return byId.values().stream()
        .sorted(Comparator.comparing(entry -> entry.record().id()))
        .toList();
  }

  /// Whose keys they are.
  public Set<Principal> owners() {
    return byId.values().stream()
        .map(entry -> entry.record().principal())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// How many there are.
  public int size() {
    return byId.size();
  }

  @Override
  public String toString() {
    return "ConfiguredKeys[" + size() + "]";
  }

  /// The public id that a configured key of this tag has.
  static String id(Tag tag) {
    return "cfg" + Base62.last(tag.mac(), ID_DIGITS);
  }

  private static KeyRecord record(String id, Principal owner, Instant since) {
    return new KeyRecord(
        id,
        owner,
        Optional.of("configured"),
        Optional.empty(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant(owner.tenant())),
        KeyHash.NOTHING,
        since,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void require(boolean holds, int position, String what) {
    if (!holds) {
      throw new IllegalArgumentException("configured key " + position + " " + what);
    }
  }
}
