package dev.memwarden.server.dialect.zep;

import tools.jackson.databind.node.ObjectNode;

/// Metadata on its way into what is stored, which may turn out to have no room for it. For one
/// change: a store may ask for it inside its transaction, and the route looks afterwards.
final class Merge {
  private final ObjectNode newer;
  private boolean tooLarge;

  Merge(ObjectNode newer) {
    this.newer = newer;
  }

  /// Both in one, or what is stored as it was.
  ObjectNode onto(ObjectNode stored) {
    ObjectNode merged = Metadata.merged(stored, newer);
    tooLarge = !Metadata.fits(merged);
    return tooLarge ? stored : merged;
  }

  boolean wasTooLarge() {
    return tooLarge;
  }
}
