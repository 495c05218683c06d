package dev.memwarden.auth.key;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.ImportedKey.Outcome;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes over keys of other systems, so that their clients go on unchanged. Takes the proof for
/// `keys:manage` and works within its reach.
///
/// They allow `memory:*` and `chat`, like a key that is made here and says nothing. A text is kept
/// as its keyed tag alone; nothing can be tried against that without the master key.
public final class KeyImport {
  private final KeyStore store;
  private final KeyProver prover;
  private final AuthorityListener listener;
  private final SecureRandom random;
  private final InstantSource clock;
  private final ForeignText foreign;

  public KeyImport(
      KeyStore store,
      ConfiguredKeys configured,
      KeyProver prover,
      AuthorityListener listener,
      SecureRandom random,
      InstantSource clock) {
    this.store = store;
    this.prover = prover;
    this.listener = listener;
    this.random = random;
    this.clock = clock;
    this.foreign = new ForeignText(store, configured, prover);
  }

  /// Imports `keys`, each for itself.
  ///
  /// @param sunset when all of them end at the latest; a hash whose text is not known needs one, as
  ///   it is tried until then
  /// @param dryRun whether nothing is changed: the outcomes are what they would be
  /// @return an outcome for each, in their order
  /// @throws StoreUnavailableException if the store cannot answer; some may be imported by then,
  ///   and are known the next time
  public List<Outcome> run(
      Allow allow, List<ImportedKey> keys, Optional<Instant> sunset, boolean dryRun) {
    Minter minter = Minter.of(allow);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Outcome> outcomes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try {
      for (ImportedKey key : keys) {
        outcomes.add(
            minter.manages(key.owner())
                ? one(allow, key, ceiling(key, sunset), now, seen, dryRun)
                : new Outcome.Refused(
                    "is of " + key.owner() + ", whose keys are not yours to make"));
      }
    } finally {
      // There may be new hashes to try, and texts that were none are perhaps some now.
      listener.invalidateAll();
    }
    return List.copyOf(outcomes);
  }

  private static Ceiling ceiling(ImportedKey key, Optional<Instant> sunset) {
    Optional<Instant> end =
        key.expiresAt().filter(own -> sunset.filter(own::isAfter).isEmpty()).or(() -> sunset);
    return Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofTenant(key.owner().tenant())).expiring(end);
  }

  private Outcome one(
      Allow allow,
      ImportedKey key,
      Ceiling ceiling,
      Instant now,
      Set<String> seen,
      boolean dryRun) {
    Optional<String> excess = ceiling.excess(Minter.of(allow).limit());
    if (excess.isPresent()) {
      return new Outcome.Refused("is not yours to give: " + excess.get());
    }
    Optional<Instant> end = ceiling.expiresAt();
    if (end.filter(time -> !now.isBefore(time)).isPresent()) {
      return new Outcome.Expired();
    }
    if (store
        .owner(allow, key.owner())
        .filter(user -> user.status() == User.Status.DELETED)
        .isPresent()) {
      return new Outcome.Refused("is of " + key.owner() + ", who was deleted; enable it first");
    }
    Optional<Outcome> obstacle = obstacle(key.evidence(), end);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    KeyProof proof = proof(key.evidence());
    if (dryRun) {
      // What one run imports, it knows when the same comes again.
      String again = proof.stored() + proof.tag().map(Tag::toString).orElse("");
      boolean known = !seen.add(again) || store.isImported(proof);
      return known ? new Outcome.Known() : added(proof);
    }
    return store.insert(allow, record(key, proof, ceiling, now))
        ? added(proof)
        : new Outcome.Known();
  }

  private static Outcome added(KeyProof proof) {
    return new Outcome.Added(proof.tag().isPresent());
  }

  private Optional<Outcome> obstacle(Evidence evidence, Optional<Instant> end) {
    return switch (evidence) {
      case Evidence.Text(Secret text) -> obstacle(text);
      case Evidence.Digest _ -> Optional.empty();
      case Evidence.Hashed(_, Optional<Secret> text, _) when text.isPresent() ->
          obstacle(text.get());
      case Evidence.Hashed _ ->
          end.isPresent()
              ? Optional.empty()
              : Optional.of(new Outcome.Refused("is known as a hash alone, and needs a sunset"));
    };
  }

  private Optional<Outcome> obstacle(Secret text) {
    Optional<String> malformed = ForeignText.malformed(text);
    if (malformed.isEmpty() && store.findTagged(prover.tags(text)).isPresent()) {
      return Optional.of(new Outcome.Known());
    }
    return malformed.or(() -> foreign.taken(text)).map(Outcome.Refused::new);
  }

  private KeyProof proof(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Text(Secret text) -> new KeyTag(prover.tag(text));
      case Evidence.Digest(KeyHash digest) -> new KeyTag(prover.tagOfDigest(digest));
      case Evidence.Hashed(var hash, Optional<Secret> text, TextShape shape) ->
          new SlowProof(hash, text.map(prover::tag), Optional.of(shape));
    };
  }

  private KeyRecord record(ImportedKey key, KeyProof proof, Ceiling ceiling, Instant now) {
    return new KeyRecord(
        KeyText.mint(random).id(),
        key.owner(),
        key.name(),
        key.description(),
        ceiling,
        proof,
        key.createdAt().filter(now::isAfter).orElse(now),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
