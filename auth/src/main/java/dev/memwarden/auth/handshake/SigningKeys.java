package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.Sealing;
import dev.memwarden.auth.token.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The keys that sign working tokens: one signs, the next one is published before it does, and the
/// last one stays published until no token of it works any more. So nobody who verifies by the
/// published keys ever meets a token whose key is not among them.
///
/// The first key is made when it is first needed. Thread-safe. What another process changes in the
/// store is known here after [#reload]; as keys are published long before they sign, nobody is in a
/// hurry.
public final class SigningKeys {

  /// How long a new key is published before it signs: longer than caches keep the published keys.
  public static final Duration LEAD = Duration.ofMinutes(10);

  /// How long a key stays published after it has signed its last token: longer than tokens work.
  public static final Duration TAIL = Duration.ofMinutes(10);

  /// How long a key signs before it is replaced by itself.
  public static final Duration MAX_AGE = Duration.ofDays(90);

  private static final String SELF = "memwarden";

  private final SigningKeyStore store;
  private final Sealing sealing;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Freshness freshness;
  private final ReentrantLock changing = new ReentrantLock();
  // In the order in which they sign; empty until read.
  private final AtomicReference<Optional<List<Held>>> held =
      new AtomicReference<>(Optional.empty());

  public SigningKeys(
      SigningKeyStore store, Sealing sealing, SecureRandom random, InstantSource clock) {
    this(store, sealing, random, clock, Freshness.ALWAYS);
  }

  /// @param freshness while it is not bearable, the store is asked for the keys each time
  public SigningKeys(
      SigningKeyStore store,
      Sealing sealing,
      SecureRandom random,
      InstantSource clock,
      Freshness freshness) {
    this.freshness = freshness;
    this.store = store;
    this.sealing = sealing;
    this.random = random;
    this.clock = clock;
  }

  /// What a key is doing.
  public enum State {
    /// Published, and signs later.
    NEXT,
    /// Signs.
    SIGNING,
    /// Published, and signs no more.
    LAST
  }

  /// A published key and what it is doing.
  public record Shown(SigningKey key, Instant createdAt, Instant signsFrom, State state) {}

  private record Held(SigningKey key, Instant createdAt, Instant signsFrom) {
    boolean hasBegun(Instant now) {
      return !now.isBefore(signsFrom);
    }
  }

  /// The key that signs now. **Cost**: the first time, making it.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
  public SigningKey signer() {
    Optional<SigningKey> known = signing(keys());
    if (known.isPresent()) {
      return known.get();
    }
    changing.lock();
    try {
      reload(); // another process may have made the first one
      Optional<SigningKey> since = signing(keys());
      return since.isPresent() ? since.get() : add(now(), List.of(), SELF);
    } finally {
      changing.unlock();
    }
  }

  /// The published key of this id.
  public Optional<SigningKey> find(String id) {
    return published().stream().map(Shown::key).filter(key -> key.id().equals(id)).findFirst();
  }

  /// All keys by which tokens can be verified now, in the order in which they sign.
  public List<Shown> published() {
    return published(keys());
  }

  private List<Shown> published(List<Held> all) {
    Instant now = clock.instant();
    List<Shown> published = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Held each = all.get(i);
      Optional<Instant> replacedAt =
          i + 1 < all.size() ? Optional.of(all.get(i + 1).signsFrom()) : Optional.empty();
      if (replacedAt.filter(at -> !now.isBefore(at.plus(TAIL))).isEmpty()) {
        published.add(
            new Shown(
                each.key(), each.createdAt(), each.signsFrom(), state(each, replacedAt, now)));
      }
    }
    return List.copyOf(published);
  }

  private static State state(Held key, Optional<Instant> replacedAt, Instant now) {
    if (!key.hasBegun(now)) {
      return State.NEXT;
    }
    return replacedAt.filter(at -> !now.isBefore(at)).isPresent() ? State.LAST : State.SIGNING;
  }

  /// Makes a key that signs after [#LEAD]; if there is one already that is still to sign, that one.
  ///
  /// @param by who wants it, for the log
  public Shown rotate(String by) {
    changing.lock();
    try {
      reload();
      if (published().stream().noneMatch(shown -> shown.state() == State.NEXT)) {
        SigningKey _ = signer();
        SigningKey _ = add(now().plus(LEAD), List.of(), by);
      }
      return published().getLast();
    } finally {
      changing.unlock();
    }
  }

  /// Makes a key that signs at once, and forgets all others: their tokens do not work any more. For
  /// keys that somebody else has seen. Whoever remembers verified tokens must forget them now.
  public Shown replace(String by) {
    changing.lock();
    try {
      reload(); // those that another process made must go too
      SigningKey _ = add(now(), keys().stream().map(each -> each.key().id()).toList(), by);
      return published().getLast();
    } finally {
      changing.unlock();
    }
  }

  /// Replaces a key that has become old, and forgets those that are not published any more.
  public void tend() {
    changing.lock();
    try {
      reload();
      Instant now = now();
      List<Held> before = keys();
      if (!before.isEmpty() && !now.isBefore(before.getLast().signsFrom().plus(MAX_AGE))) {
        Shown _ = rotate(SELF);
      }
      // Of one reading: a key that appears after it is not over.
      List<Held> all = keys();
      List<String> published = published(all).stream().map(shown -> shown.key().id()).toList();
      List<String> over =
          all.stream().map(each -> each.key().id()).filter(id -> !published.contains(id)).toList();
      if (!over.isEmpty()) {
        store.remove(over, now, SELF);
        change(known -> without(known, over));
      }
    } finally {
      changing.unlock();
    }
  }

  // Under the lock.
  private SigningKey add(Instant signsFrom, List<String> removed, String by) {
    SigningKey key = SigningKey.generate(random);
    Held added = new Held(key, now(), signsFrom);
    store.replace(
        new SigningKeyStore.Sealed(
            key.id(), sealing.seal(key.encoded(), key.id()), added.createdAt(), signsFrom),
        removed,
        by);
    change(known -> {
      // Somebody may have read it from the store already.
      List<Held> others = without(without(known, removed), List.of(key.id()));
      return Stream.concat(others.stream(), Stream.of(added)).toList();
    });
    return key;
  }

  private static List<Held> without(List<Held> all, List<String> ids) {
    return all.stream().filter(each -> !ids.contains(each.key().id())).toList();
  }

  // Whoever reads the store meanwhile reads it again.
  private void change(UnaryOperator<List<Held>> change) {
    Optional<List<Held>> _ =
        held.updateAndGet(known -> Optional.of(change.apply(known.orElse(List.of()))));
  }

  private Optional<SigningKey> signing(List<Held> all) {
    Instant now = clock.instant();
    return all.reversed().stream().filter(each -> each.hasBegun(now)).map(Held::key).findFirst();
  }

  /// Reads the keys that the store has now.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if it cannot answer
  public void reload() {
    List<Held> _ = stored();
  }

  private List<Held> keys() {
    return freshness.isBearable() ? held.get().orElseGet(this::stored) : stored();
  }

  // Takes no lock: while the store is away, everybody would wait for all who asked before.
  private List<Held> stored() {
    Optional<List<Held>> before;
    Optional<List<Held>> after;
    do {
      before = held.get();
      List<Held> read = read(before.orElse(List.of()));
      after = before.equals(Optional.of(read)) ? before : Optional.of(read);
      // What was changed here while the store was read may be newer than what was read.
    } while (!held.compareAndSet(before, after));
    return after.get();
  }

  // One that cannot be opened any more is passed over: its master key is gone.
  private List<Held> read(List<Held> known) {
    return store.all().stream()
        .flatMap(sealed -> known(known, sealed.id()).or(() -> opened(sealed)).stream())
        .sorted(Comparator.comparing(Held::signsFrom))
        .toList();
  }

  private static Optional<Held> known(List<Held> all, String id) {
    return all.stream().filter(each -> each.key().id().equals(id)).findFirst();
  }

  private Optional<Held> opened(SigningKeyStore.Sealed sealed) {
    return sealing.open(sealed.sealed(), sealed.id()).map(secret -> held(sealed, secret));
  }

  private static Held held(SigningKeyStore.Sealed sealed, Secret secret) {
    return new Held(SigningKey.parse(secret), sealed.createdAt(), sealed.signsFrom());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
