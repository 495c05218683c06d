package dev.memwarden.auth.handshake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Signing keys in a list, as the port demands.
final class MemorySigningKeys implements SigningKeyStore {
  private final List<Sealed> keys = new ArrayList<>();

  private Runnable afterReading = () -> {};

  /// What happens once, between a reading and its answer.
  ///
  /// @param reading which one, from 1
  void after(int reading, Runnable what) {
    afterReading = reading == 1 ? what : () -> after(reading - 1, what);
  }

  @Override
  public List<Sealed> all() {
    List<Sealed> read = keys.stream().sorted(Comparator.comparing(Sealed::signsFrom)).toList();
    Runnable next = afterReading;
    afterReading = () -> {};
    next.run();
    return read;
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
