package dev.memwarden.stores;

/// Makes and checks the integrity stamps of stored records.
public interface Stamps {

  /// The stamp of a record that consists of these parts, in this order. Where one part ends and the
  /// next begins counts.
  String stamp(byte[]... parts);

  /// Whether `stamp` is the stamp of these parts; constant time for equal lengths.
  boolean holds(String stamp, byte[]... parts);
}
