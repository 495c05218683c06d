package dev.memwarden.stores.sql;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.auth.key.Tag;
import java.util.List;

/// Stamps for one purpose, as text to store.
record Stamps(MasterKeyRing ring, Purpose purpose) {

  /// The stamp of a record that consists of these parts, in this order.
  String stamp(List<byte[]> parts) {
    return ring.tag(purpose, parts.toArray(byte[][]::new)).toString();
  }

  /// Whether `stamp` was made over these parts; false for text that is no stamp at all.
  boolean holds(String stamp, List<byte[]> parts) {
    Tag tag;
    try {
      tag = Tag.parse(stamp);
    } catch (IllegalArgumentException _) {
      return false;
    }
    return ring.verify(purpose, tag, parts.toArray(byte[][]::new));
  }
}
