package dev.memwarden.server.api;

/// One field of an object.
///
/// @param required whether it is always there; one that is not may be left out
/// @param about what it means, as a phrase
public record Field(String name, Schema schema, boolean required, String about) {

  /// One that is always there.
  public static Field of(String name, Schema schema, String about) {
    return new Field(name, schema, true, about);
  }

  /// One that may be left out.
  public static Field optional(String name, Schema schema, String about) {
    return new Field(name, schema, false, about);
  }
}
