package dev.memwarden.auth.handshake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Signing keys in a list, as the port demands.
final class MemorySigningKeys implements SigningKeyStore {
  private final List<Sealed> keys = new ArrayList<>();

  @Override
  public List<Sealed> all() {
    return keys.stream().sorted(Comparator.comparing(Sealed::signsFrom)).toList();
  }

  @Override
  public void replace(Sealed added, List<String> removed, String by) {
    keys.removeIf(key -> removed.contains(key.id()));
    keys.add(added);
  }

  @Override
  public void remove(List<String> ids, Instant at, String by) {
    keys.removeIf(key -> ids.contains(key.id()));
  }
}
