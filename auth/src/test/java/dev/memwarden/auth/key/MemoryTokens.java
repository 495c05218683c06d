package dev.memwarden.auth.key;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.SlowHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Tokens of another system in a map. Counts its readings and can be made to fail.
final class MemoryTokens implements ForeignTokens {
  // bcrypt of "token" at a cost that takes no time.
  static final SlowHash OF_TOKEN =
      BcryptHash.read("$2b$04$abcdefghijklmnopqrstuuXW5JZg9aMqUYNJxQVUKvcx/Agx.PPZe");

  final List<String> asked = new ArrayList<>();
  final Map<SlowHash, Tag> notes = new HashMap<>();
  private final Map<SlowHash, ForeignToken> tokens = new HashMap<>();
  private final AtomicReference<Runnable> afterFind = new AtomicReference<>(() -> {});
  private boolean down;
  private boolean readOnly;

  synchronized void put(SlowHash hash, Optional<Instant> end) {
    tokens.put(hash, new ForeignToken(hash, Optional.of("CI"), Optional.empty(), end));
  }

  synchronized void remove(SlowHash hash) {
    tokens.remove(hash);
  }

  synchronized void goDown(boolean now) {
    down = now;
  }

  synchronized void forbidWriting() {
    readOnly = true;
  }

  /// Holds the next answer of [#find] back while `pause` runs; what was read stays as it was.
  void afterFirstFind(Runnable pause) {
    afterFind.set(pause);
  }

  @Override
  public synchronized Map<SlowHash, Optional<Tag>> hashes() {
    answer("all");
    Map<SlowHash, Optional<Tag>> all = new HashMap<>();
    tokens.keySet().forEach(hash -> all.put(hash, Optional.ofNullable(notes.get(hash))));
    return all;
  }

  @Override
  public Optional<ForeignToken> find(SlowHash hash) {
    Optional<ForeignToken> found = read(hash);
    afterFind.getAndSet(() -> {}).run();
    return found;
  }

  private synchronized Optional<ForeignToken> read(SlowHash hash) {
    answer("one");
    return Optional.ofNullable(tokens.get(hash));
  }

  @Override
  public synchronized void note(SlowHash hash, Tag tag) {
    answer("note");
    if (readOnly) {
      throw new StoreUnavailableException("nothing can be written");
    }
    notes.put(hash, tag);
  }

  private void answer(String question) {
    asked.add(question);
    if (down) {
      throw new StoreUnavailableException("down");
    }
  }
}
