package dev.memwarden.auth;

/// What a request needs: an action somewhere in a box. Allowed if anything in the box is in reach;
/// the answer is then narrowed to that. Writing one place demands exactly that place.
///
/// @param optional whether the request can do without: unmet, it denies nothing and is simply not
///   part of the [Allow]
public record Demand(Action action, Box box, boolean optional) {

  /// A demand that must be met.
  public Demand(Action action, Box box) {
    this(action, box, false);
  }

  /// A demand that the request can do without.
  public static Demand optional(Action action, Box box) {
    return new Demand(action, box, true);
  }
}
