package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The vectors of some items of one owner and kind, whose ids tell them apart.
record Vectors(Map<String, Embedding> byId) {
  Vectors {
    byId = Map.copyOf(byId);
  }

  static Vectors of(MemoryEngine engine, Allow allow, List<Memory> items) {
    Map<String, Embedding> byId = new HashMap<>();
    engine.embeddings(allow, items).forEach(one -> byId.put(one.memory().id(), one.embedding()));
    return new Vectors(byId);
  }

  /// The vector of an item; empty if it has none, or was forgotten meanwhile.
  Optional<Embedding> of(Memory item) {
    return Optional.ofNullable(byId.get(item.id()));
  }
}
