package dev.memwarden.auth.key;

/// What a key derived from a master key is for. One purpose never sees the key of another.
public enum Purpose {
  /// Finds keys of other systems by their whole text.
  KEY_TAG("key-tag"),
  /// Stamps stored records, so that a change behind the program's back shows.
  RECORD_STAMP("record-stamp"),
  /// Tells at start whether the ring is the one that the store was made with.
  CANARY("canary"),
  /// Signs refresh tokens.
  REFRESH_TOKEN("refresh-token"),
  /// Links the entries of the audit log.
  AUDIT_CHAIN("audit-chain"),
  /// Signs where the chains of the audit log begin and end.
  AUDIT_CHECKPOINT("audit-checkpoint"),
  /// Makes numbers of those whose requests are counted by several servers.
  RATE_ID("rate-id"),
  /// Signs what a backup says of itself.
  BACKUP("backup");

  private final String word;

  Purpose(String word) {
    this.word = word;
  }

  /// Goes into the derivation: never change one.
  String word() {
    return word;
  }
}
