package dev.memwarden.auth.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Which keys were used since this was last drained: one entry per key, to the minute.
final class Uses {
  private static final long MINUTE = 60;

  private final ConcurrentMap<String, Long> minutes = new ConcurrentHashMap<>();

  void add(KnownKey key, Instant now) {
    long minute = Math.floorDiv(now.getEpochSecond(), MINUTE);
    if (key.isFirstUseIn(minute)) {
      minutes.put(key.id(), minute);
    }
  }

  List<KeyStore.Use> drain() {
    List<KeyStore.Use> drained = new ArrayList<>();
    for (String id : minutes.keySet()) {
      Long minute = minutes.remove(id);
      if (minute != null) {
        drained.add(new KeyStore.Use(id, Instant.ofEpochSecond(minute * MINUTE)));
      }
    }
    return List.copyOf(drained);
  }
}
