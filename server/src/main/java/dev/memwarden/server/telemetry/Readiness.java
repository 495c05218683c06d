package dev.memwarden.server.telemetry;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.Load;
import java.util.function.BooleanSupplier;

/// Whether requests can be answered.
///
/// @param stopping whether the server takes no new ones any more
/// @param embedder whether the embedding model is loaded
/// @param store asked for anything
public record Readiness(BooleanSupplier stopping, BooleanSupplier embedder, Load.Source store) {

  /// What was found.
  record Found(boolean stopping, boolean embedder, boolean store) {
    boolean ready() {
      return !stopping && embedder && store;
    }
  }

  /// Finds out now. May block on the store.
  Found now() {
    return new Found(stopping.getAsBoolean(), embedder.getAsBoolean(), answers());
  }

  private boolean answers() {
    try {
      return store.now().jobs() >= 0;
    } catch (StoreUnavailableException _) {
      return false;
    }
  }
}
