package dev.memwarden.benchmarks.keys;

import static java.util.stream.IntStream.range;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyAuthenticator;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyText;
import dev.memwarden.auth.key.User;
import dev.memwarden.benchmarks.ForgedKeys;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.benchmarks.Table;
import dev.memwarden.server.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Whether the time that refusing a key takes tells what is wrong with it: a statistical test in
/// the manner of dudect (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?", 2017).
///
/// Keys of one kind and keys that were never issued are refused in random turns by the
/// authenticator of a server over the embedded store, in process. Welch's t says how sure it is
/// that both take different times; beyond 4.5 it is taken for certain. Long times hide small
/// differences, so the test is made again with the slowest left out, at 100 thresholds, and the
/// largest counts.
///
/// Options: `--kinds`, separated by commas; `--samples` of each kind; `--stored` keys, `--rounds`
/// that are not counted before.
public final class KeyTiming {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final int THRESHOLDS = 100;
  private static final int FEWEST = 10_000;

  /// How many keys of a kind take turns.
  private static final int DIFFERENT = 2_048;

  private KeyTiming() {}

  /// What is compared with keys that were never issued.
  private enum Kind {
    /// The same kind again: what chance alone makes of it.
    UNKNOWN,
    WRONG_SECRET,
    REVOKED,
    DISABLED;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.of(
            arguments,
            Map.of(
                "kinds", "unknown,wrong secret,revoked,disabled",
                "samples", "1000000",
                "stored", "10000",
                "rounds", "50000"));
    KeyFolder.Opened opened = KeyFolder.open(options.number("stored"));
    // Keys that were made one after the other lie side by side on the disk.
    List<Integer> numbers = new ArrayList<>(range(0, opened.texts().size()).boxed().toList());
    Collections.shuffle(numbers);
    Table table =
        new Table(
            "compared with never issued",
            "samples of each",
            "median ns",
            "never issued ns",
            "t of all",
            "largest t",
            "at");
    ForgedKeys forged = new ForgedKeys(new SecureRandom());
    try (Instance instance = opened.instance()) {
      for (String word : options.text("kinds").split(",", -1)) {
        Kind kind = Kind.valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
        List<String> never = Stream.generate(forged::unknown).limit(DIFFERENT).toList();
        Credential.ApiKey[] unknown = keys(never::get);
        Credential.ApiKey[] other = keys(kind, opened, numbers, never);
        var _ = measure(instance.authenticator(), unknown, other, options.number("rounds"));
        row(
            table,
            kind,
            measure(instance.authenticator(), unknown, other, options.number("samples")));
      }
    }
    table.print(System.out);
  }

  private static Credential.ApiKey[] keys(
      Kind kind, KeyFolder.Opened opened, List<Integer> numbers, List<String> unknown) {
    ForgedKeys forged = new ForgedKeys(new SecureRandom());
    return switch (kind) {
      case UNKNOWN -> keys(_ -> forged.unknown());
      case WRONG_SECRET -> {
        // An unknown id is answered from the row of the next one. Both are made to need the same
        // rows: others lie elsewhere, and the time of that says nothing about an id.
        NavigableSet<String> texts = new TreeSet<>(opened.texts());
        yield keys(number -> forged.wrongSecret(next(texts, unknown.get(number))));
      }
      case REVOKED -> {
        Credential.ApiKey[] keys =
            keys(number -> opened.texts().get(numbers.get(DIFFERENT + number)));
        revoke(opened.instance(), keys);
        yield keys;
      }
      case DISABLED -> {
        disable(opened.instance(), numbers.subList(2 * DIFFERENT, 3 * DIFFERENT));
        yield keys(number -> opened.texts().get(numbers.get(2 * DIFFERENT + number)));
      }
    };
  }

  private static String next(NavigableSet<String> texts, String unknown) {
    String next = texts.ceiling(unknown);
    return next == null ? texts.getFirst() : next;
  }

  private static Credential.ApiKey[] keys(IntFunction<String> text) {
    Credential.ApiKey[] keys = new Credential.ApiKey[DIFFERENT];
    Arrays.setAll(keys, number -> new Credential.ApiKey(Secret.of(text.apply(number))));
    return keys;
  }

  private static void revoke(Instance instance, Credential.ApiKey[] keys) {
    Permissions permissions = new Permissions(InstantSource.system());
    for (Credential.ApiKey key : keys) {
      if (!(KeyText.shapeOf(key.text()) instanceof KeyText.Shape.Own(String id))) {
        throw new IllegalStateException("no key of ours");
      }
      var _ =
          instance
              .stores()
              .keys()
              .revoke(
                  permissions.manage(), id, new KeyRecord.Revocation(Instant.now(), "a benchmark"));
    }
  }

  private static void disable(Instance instance, List<Integer> users) {
    Permissions permissions = new Permissions(InstantSource.system());
    for (int number : users) {
      var _ =
          instance
              .stores()
              .users()
              .changeStatus(
                  permissions.manageUsers(),
                  Permissions.user(number),
                  User.Status.DISABLED,
                  Instant.now());
    }
  }

  /// Times of both kinds, in nanoseconds.
  private record Times(long[] unknown, long[] other) {}

  private static Times measure(
      KeyAuthenticator authenticator,
      Credential.ApiKey[] unknown,
      Credential.ApiKey[] other,
      int samples) {
    long[][] times = {new long[samples], new long[samples]};
    Credential.ApiKey[][] keys = {unknown, other};
    int[] done = new int[2];
    SplittableRandom random = new SplittableRandom();
    while (done[0] < samples || done[1] < samples) {
      int kind = random.nextInt(2);
      Credential.ApiKey key = keys[kind][random.nextInt(DIFFERENT)];
      long begin = System.nanoTime();
      Authentication answer = authenticator.authenticate(key, HERE);
      long time = System.nanoTime() - begin;
      if (!(answer instanceof Authentication.Refused)) {
        throw new IllegalStateException("a bad key is taken");
      }
      if (done[kind] < samples) {
        times[kind][done[kind]++] = time;
      }
    }
    return new Times(times[0], times[1]);
  }

  private static void row(Table table, Kind kind, Times times) {
    double largest = 0;
    String at = "";
    long[] all = Arrays.copyOf(times.unknown(), times.unknown().length + times.other().length);
    System.arraycopy(times.other(), 0, all, times.unknown().length, times.other().length);
    Arrays.sort(all);
    for (int i = 0; i < THRESHOLDS; i++) {
      double share = 1 - Math.pow(0.5, 10.0 * (i + 1) / THRESHOLDS);
      double t = Welch.t(times.unknown(), times.other(), all[(int) (share * all.length)], FEWEST);
      if (Math.abs(t) > Math.abs(largest)) {
        largest = t;
        at = String.format(Locale.ROOT, "quickest %.1f %%", 100 * share);
      }
    }
    table.row(
        kind.word(),
        Integer.toString(times.other().length),
        Long.toString(median(times.other())),
        Long.toString(median(times.unknown())),
        String.format(
            Locale.ROOT, "%.1f", Welch.t(times.unknown(), times.other(), Long.MAX_VALUE, FEWEST)),
        String.format(Locale.ROOT, "%.1f", largest),
        at);
  }

  private static long median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
