package dev.memwarden.auth.key;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.Rotation.NotRotated;
import dev.memwarden.auth.key.Rotation.Reason;
import dev.memwarden.auth.key.Rotation.Rotated;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Issues, rotates, revokes and shows keys. Everything takes the proof for `keys:manage` and works
/// within its reach: a key outside of it is unknown.
///
/// A change is durable and in force on this node when its method returns. All methods throw
/// [StoreUnavailableException] if the store cannot answer.
public final class KeyService {

  /// How long a rotated key works on, unless somebody says otherwise.
  public static final Duration DEFAULT_GRACE = Duration.ofHours(24);

  private final KeyStore store;
  private final ConfiguredKeys configured;
  private final AuthorityListener listener;
  private final Optional<ForeignTokenJudge> tokens;
  private final KeyProver prover;
  private final ForeignText foreign;
  private final SecureRandom random;
  private final InstantSource clock;

  /// One that keeps new keys by SHA-256.
  public KeyService(
      KeyStore store,
      ConfiguredKeys configured,
      AuthorityListener listener,
      SecureRandom random,
      InstantSource clock) {
    this(store, configured, listener, KeyProver.PLAIN, random, clock);
  }

  /// One that knows no other system's tokens.
  ///
  /// @param prover makes the proofs of new keys
  public KeyService(
      KeyStore store,
      ConfiguredKeys configured,
      AuthorityListener listener,
      KeyProver prover,
      SecureRandom random,
      InstantSource clock) {
    this(store, configured, Optional.empty(), listener, prover, random, clock);
  }

  /// @param tokens those of another system, which are shown and revoked here, too
  /// @param prover makes the proofs of new keys
  public KeyService(
      KeyStore store,
      ConfiguredKeys configured,
      Optional<ForeignTokenJudge> tokens,
      AuthorityListener listener,
      KeyProver prover,
      SecureRandom random,
      InstantSource clock) {
    this.tokens = tokens;
    this.prover = prover;
    this.foreign = new ForeignText(store, configured, prover);
    this.store = store;
    this.configured = configured;
    this.listener = listener;
    this.random = random;
    this.clock = clock;
  }

  /// Makes a key that may do no more than its minter, see [NewKey].
  public Minting mint(Allow allow, NewKey wanted) {
    KeyText text = KeyText.mint(random);
    return mint(allow, wanted, text, () -> prover.prove(text.text()));
  }

  /// The same with a text that somebody else made.
  public Minting adopt(Allow allow, NewKey wanted, Secret text) {
    Optional<String> unfit = foreign.unfit(text);
    return unfit.isPresent()
        ? new Minting.UnfitText(unfit.get())
        : mint(
            allow,
            wanted,
            new KeyText(KeyText.mint(random).id(), text),
            () -> prover.proveForeign(text));
  }

  /// Makes the first key of a store.
  ///
  /// @param hearing hears the text before it is a key, so that there is never one that nobody has
  /// @return empty if there is a key by now; what was heard is none then
  /// @throws IllegalStateException if the proof is not enough for such a key
  public Optional<Minting.Minted> mintFirst(Allow allow, NewKey wanted, Consumer<Secret> hearing) {
    KeyText text = KeyText.mint(random);
    Predicate<KeyRecord> storing =
        key -> {
          hearing.accept(text.text());
          return store.insertFirst(allow, key);
        };
    return switch (mint(allow, wanted, text, () -> prover.prove(text.text()), storing)) {
      case Minting.Minted minted -> Optional.of(minted);
      case Minting.UnfitText _ -> Optional.empty();
      case Minting.NotWithin _, Minting.OwnerDeleted _ ->
          throw new IllegalStateException("nobody may make such a first key");
    };
  }

  private Minting mint(Allow allow, NewKey wanted, KeyText text, Supplier<KeyProof> proof) {
    return mint(allow, wanted, text, proof, key -> store.insert(allow, key));
  }

  /// @param storing stores the key, unless there is one already
  private Minting mint(
      Allow allow,
      NewKey wanted,
      KeyText text,
      Supplier<KeyProof> proof,
      Predicate<KeyRecord> storing) {
    Minter minter = Minter.of(allow);
    if (!minter.manages(wanted.principal())) {
      return new Minting.NotWithin("keys of " + wanted.principal() + " are not yours to make");
    }
    Ceiling limit = minter.limit();
    Optional<Ceiling> ceiling = Minter.fill(wanted.ceiling(), limit, wanted.principal());
    if (ceiling.isEmpty()) {
      return new Minting.NotWithin("the key would reach places that yours does not");
    }
    Instant now = now();
    Optional<String> excess = ceiling.get().excess(limit).or(() -> useless(ceiling.get(), now));
    if (excess.isPresent()) {
      return new Minting.NotWithin(excess.get());
    }
    Optional<User.Status> owner = store.owner(allow, wanted.principal()).map(User::status);
    if (owner.equals(Optional.of(User.Status.DELETED))) {
      return new Minting.OwnerDeleted(wanted.principal());
    }
    KeyRecord key = record(text.id(), proof.get(), wanted, ceiling.get(), now);
    if (!storing.test(key)) {
      return new Minting.UnfitText("is a key already");
    }
    return new Minting.Minted(key, text.text(), owner.equals(Optional.of(User.Status.DISABLED)));
  }

  /// Replaces a key by a new one of the same ceiling and name. The old one works on for `grace`,
  /// never past its own expiry.
  ///
  /// @param grace above zero; see [#DEFAULT_GRACE]
  public Rotation rotate(Allow allow, String id, Duration grace) {
    return rotate(allow, id, grace, old -> old.ceiling().expiresAt());
  }

  /// The same with another end for the successor, which must be within what the rotator could give
  /// to a new key.
  ///
  /// @param end when the successor of a key stops to work; empty for never
  public Rotation rotate(
      Allow allow, String id, Duration grace, Function<KeyRecord, Optional<Instant>> end) {
    if (!grace.isPositive()) {
      throw new IllegalArgumentException("a grace is longer than nothing");
    }
    Optional<KeyRecord> found = show(allow, id);
    Instant now = now();
    Minter minter = Minter.of(allow);
    Optional<Reason> obstacle = obstacle(minter, found, now);
    if (obstacle.isPresent()) {
      return new NotRotated(obstacle.get());
    }
    KeyRecord old = found.orElseThrow();
    Ceiling ceiling = old.ceiling().expiring(end.apply(old));
    if (!ceiling.within(minter.limit())) {
      return new NotRotated(Reason.NOT_WITHIN);
    }
    if (useless(ceiling, now).isPresent()) {
      return new NotRotated(Reason.USELESS);
    }
    KeyText text = KeyText.mint(random);
    NewKey same = new NewKey(old.principal(), old.name(), old.description(), ceiling);
    KeyRecord successor = record(text.id(), prover.prove(text.text()), same, ceiling, now);
    try {
      return store
          .rotate(allow, id, successor, now.plus(grace))
          .<Rotation>map(ended -> new Rotated(ended, successor, text.text()))
          // Somebody was faster: say what the key is now.
          .orElseGet(() -> new NotRotated(obstacle(show(allow, id), now).orElse(Reason.UNKNOWN)));
    } finally {
      listener.invalidate(id);
    }
  }

  /// Ends a key for good, stored or configured; one that is revoked already stays as it is.
  ///
  /// @return the key as it is now; empty if there is none of that id in reach
  public Optional<KeyRecord> revoke(Allow allow, String id, String reason) {
    Optional<KeyRecord> found = show(allow, id);
    if (found.isEmpty()) {
      return found;
    }
    KeyRecord.Revocation revocation = new KeyRecord.Revocation(now(), reason);
    try {
      Optional<ConfiguredKeys.Entry> entry = unstored(id);
      if (entry.isEmpty()) {
        buryText(allow, found.get(), revocation);
        return store.revoke(allow, id, revocation);
      }
      if (found.get().revocation().isEmpty()) {
        store.bury(allow, found.get().principal(), id, revocation);
      }
      return entry.map(key -> key.asOf(store).key());
    } finally {
      // Also if the store gave no answer: it may have done it all the same.
      listener.invalidate(id);
    }
  }

  /// A text that is revoked here must not work again because the configuration names it, too.
  private void buryText(Allow allow, KeyRecord key, KeyRecord.Revocation revocation) {
    key.hash()
        .tag()
        .map(ConfiguredKeys::id)
        .ifPresent(configuredId -> store.bury(allow, key.principal(), configuredId, revocation));
  }

  /// Keys in reach: stored ones in the order in which they came, then those that another system and
  /// the configuration keep, by id.
  ///
  /// @param slice begins beyond the key of an id
  /// @param isWanted of the keys in reach; others are passed over
  /// @return empty if the slice begins beyond a key that is not in reach
  /// @throws dev.memwarden.auth.StoreUnavailableException also if another system cannot say which
  ///   tokens it has, and some may belong here: a list that leaves some out would look whole
  public Optional<Page<KeyRecord>> list(
      Allow allow, Slice<String> slice, Predicate<KeyRecord> isWanted) {
    Minter minter = Minter.of(allow);
    if (slice.beyond().filter(id -> !isForeign(id) && show(allow, id).isEmpty()).isPresent()) {
      return Optional.empty();
    }
    Predicate<KeyRecord> isShown = key -> minter.manages(key.principal()) && isWanted.test(key);
    Optional<String> beyondStored =
        slice.beyond().filter(id -> isForeign(id) || configured.find(id).isPresent());
    Slice<String> more = slice.oneMore();
    List<KeyRecord> found = new ArrayList<>();
    if (beyondStored.isEmpty()) {
      found.addAll(Page.read(more, part -> store.list(allow, part), isShown, KeyRecord::id));
    }
    keys(tokens.stream().flatMap(all -> all.entries(beyondStored)), beyondStored)
        .filter(isShown)
        .limit(more.limit() - found.size())
        .forEach(found::add);
    return Optional.of(Page.of(found, slice.limit()));
  }

  /// The keys of one principal in reach, in the same order.
  public List<KeyRecord> listOf(Allow allow, Principal principal) {
    if (!Minter.of(allow).manages(principal)) {
      return List.of();
    }
    return Stream.concat(
            store.listOf(allow, principal).stream(),
            keys(tokens.stream().flatMap(all -> all.entriesOf(principal)), Optional.empty())
                .filter(key -> key.principal().equals(principal)))
        .toList();
  }

  /// The key of this id in reach.
  public Optional<KeyRecord> show(Allow allow, String id) {
    Minter minter = Minter.of(allow);
    Optional<ConfiguredKeys.Entry> entry = unstored(id);
    Optional<KeyRecord> key =
        entry.isPresent() ? entry.map(found -> found.asOf(store).key()) : store.show(allow, id);
    return key.filter(found -> minter.manages(found.principal()));
  }

  // As exact as every store keeps it, so that what is answered now is what will be shown later.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  // Kept by the configuration or by another system.
  private Optional<ConfiguredKeys.Entry> unstored(String id) {
    return configured.find(id).or(() -> tokens.flatMap(all -> all.find(id)));
  }

  /// Whether only another system can say what this is the id of. It may have forgotten that by now.
  private boolean isForeign(String id) {
    return tokens.isPresent() && ForeignTokenJudge.isId(id);
  }

  // The ids of tokens come before those of configured keys. Nobody is asked before it is their
  // turn.
  private Stream<KeyRecord> keys(Stream<ConfiguredKeys.Entry> others, Optional<String> beyond) {
    Stream<ConfiguredKeys.Entry> ours =
        configured.entries().stream()
            .filter(entry -> beyond.filter(id -> entry.record().id().compareTo(id) <= 0).isEmpty());
    return Stream.concat(others, ours).map(entry -> entry.asOf(store).key());
  }

  private Optional<Reason> obstacle(Minter minter, Optional<KeyRecord> found, Instant now) {
    Optional<Reason> obstacle = obstacle(found, now);
    if (obstacle.isPresent()) {
      return obstacle;
    }
    KeyRecord key = found.orElseThrow();
    return key.ceiling().within(minter.limit()) ? Optional.empty() : Optional.of(Reason.NOT_WITHIN);
  }

  private Optional<Reason> obstacle(Optional<KeyRecord> found, Instant now) {
    if (found.isEmpty()) {
      return Optional.of(Reason.UNKNOWN);
    }
    KeyRecord key = found.get();
    if (unstored(key.id()).isPresent()) {
      return Optional.of(Reason.CONFIGURED);
    }
    if (key.revocation().isPresent()) {
      return Optional.of(Reason.REVOKED);
    }
    if (key.replacedBy().isPresent()) {
      return Optional.of(Reason.ROTATED_BEFORE);
    }
    boolean expired = key.ceiling().expiresAt().filter(end -> !now.isBefore(end)).isPresent();
    return expired ? Optional.of(Reason.EXPIRED) : Optional.empty();
  }

  private static Optional<String> useless(Ceiling ceiling, Instant now) {
    if (ceiling.actions().isEmpty()) {
      return Optional.of("a key needs at least one action");
    }
    Instant start = ceiling.notBefore().filter(now::isBefore).orElse(now);
    return ceiling
        .expiresAt()
        .filter(end -> !start.isBefore(end))
        .map(_ -> "the key would never work: it ends before it starts");
  }

  private static KeyRecord record(
      String id, KeyProof proof, NewKey wanted, Ceiling ceiling, Instant now) {
    return new KeyRecord(
        id,
        wanted.principal(),
        wanted.name(),
        wanted.description(),
        ceiling,
        proof,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
