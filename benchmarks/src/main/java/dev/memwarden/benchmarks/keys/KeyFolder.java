package dev.memwarden.benchmarks.keys;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyText;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Data folders with many keys, each of a user of its own. Filling one with a million takes a
/// minute, so the forks of a run share them: they stay in the folder that the system property
/// `memwarden.benchmarks.keys` names, or in the temporary files.
final class KeyFolder {

  /// Most keys whose texts are kept; the others are only stored.
  static final int MOST_IN_USE = 100_000;

  // The store commits up to 256 changes at once: fewer writers would wait for the disk.
  private static final int WRITERS = 512;

  private KeyFolder() {}

  /// An open folder, and the texts of its first keys.
  record Opened(Instance instance, List<String> texts) {}

  /// Opens the folder with `stored` keys, and fills it first if need be.
  static Opened open(int stored) throws IOException {
    Path folder = base().resolve("keys-" + stored);
    Path texts = folder.resolve("texts");
    Instance instance =
        Instance.open(
            new Configuration.Store(folder.resolve("data"), Map.of(), Optional.empty()),
            InstantSource.system(),
            new SecureRandom(),
            IndexProgress.UNSEEN);
    if (!Files.exists(texts)) {
      long start = System.nanoTime();
      Files.write(texts, fill(instance, stored));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("# stored " + stored + " keys in " + took.toMillis() + " ms");
    }
    return new Opened(instance, Files.readAllLines(texts));
  }

  private static Path base() {
    String given = System.getProperty("memwarden.benchmarks.keys");
    return given == null
        ? Path.of(System.getProperty("java.io.tmpdir"), "memwarden-benchmark-keys")
        : Path.of(given);
  }

  private static List<String> fill(Instance instance, int stored) {
    InstantSource clock = InstantSource.system();
    Permissions permissions = new Permissions(clock);
    String[] texts = new String[Math.min(stored, MOST_IN_USE)];
    AtomicInteger next = new AtomicInteger();
    SecureRandom random = new SecureRandom();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(() -> {
          for (int at = next.getAndIncrement(); at < stored; at = next.getAndIncrement()) {
            KeyText text = KeyText.mint(random);
            if (at < texts.length) {
              texts[at] = text.text().revealText();
            }
            instance.stores().keys().insert(permissions.manage(), record(at, text, clock));
          }
        });
      }
    }
    return List.of(texts);
  }

  private static KeyRecord record(int number, KeyText text, InstantSource clock) {
    Principal user = Permissions.user(number);
    return new KeyRecord(
        text.id(),
        user,
        Optional.empty(),
        Optional.empty(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofUser(user.tenant(), user.id())),
        KeyHash.of(text.text()),
        Instant.ofEpochMilli(clock.millis()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
