package dev.memwarden.auth.key;

import java.util.Optional;

/// A keyed tag is all the proof there is: for texts that other systems made, which may be weak.
/// Without the master key, nobody can try texts against it.
///
/// @param value over the whole text, or over its SHA-256 where only that was known
public record KeyTag(Tag value) implements KeyProof {
  static final String STORED = "tag$$";

  @Override
  public String stored() {
    return STORED;
  }

  @Override
  public String shown() {
    return "tag$" + value.keyId() + "$" + value.hex();
  }

  @Override
  public Optional<Tag> tag() {
    return Optional.of(value);
  }

  /// Never the tag: a log is no place for it.
  @Override
  public String toString() {
    return "KeyTag";
  }
}
