package dev.memwarden.auth.policy;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.Freshness;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The policy in force: a snapshot that is replaced whole when a text is applied. Thread-safe.
public final class Policies implements Supplier<Policy> {
  private final PolicyStore store;
  private final InstantSource clock;
  private final Freshness freshness;
  private final AtomicReference<InForce> current;

  private record InForce(int version, String text, Policy policy) {}

  /// Loads the text in force; before the first was applied only the default rules hold.
  ///
  /// @throws PolicySyntaxException if the stored text cannot be read: then nothing may start
  /// @throws StoreUnavailableException if the store cannot answer
  public Policies(PolicyStore store, InstantSource clock) {
    this(store, clock, Freshness.ALWAYS);
  }

  /// @param freshness while it is not bearable, the store is asked for each policy
  public Policies(PolicyStore store, InstantSource clock, Freshness freshness) {
    this.store = store;
    this.clock = clock;
    this.freshness = freshness;
    this.current = new AtomicReference<>(none());
    reload();
  }

  /// @throws StoreUnavailableException if the one that is known may be an old one, and the store
  ///   cannot say
  @Override
  public Policy get() {
    if (!freshness.isBearable()) {
      reload();
    }
    return current.get().policy();
  }

  /// Puts the text in force that the store has, whatever its version: a database that took over
  /// from another one may have lost the last texts, and have given their versions to others.
  ///
  /// @throws PolicySyntaxException if the stored text cannot be read
  /// @throws StoreUnavailableException if the store cannot answer
  public void reload() {
    InForce before;
    InForce stored;
    do {
      before = current.get();
      stored = stored(before);
      // What was applied here while the store was read may be newer than what was read.
    } while (!current.compareAndSet(before, stored));
  }

  private InForce stored(InForce known) {
    return store
        .current()
        .map(its ->
            its.version() == known.version() && its.text().equals(known.text())
                ? known
                : new InForce(its.version(), its.text(), policy(its.text())))
        .orElseGet(() -> known.version() == 0 ? known : none());
  }

  private InForce none() {
    return new InForce(0, "", new Policy(List.of(), clock));
  }

  /// Version of the text in force; 0 before the first was applied.
  public int version() {
    return current.get().version();
  }

  /// Stores `text` as the next version and puts it in force.
  ///
  /// @param allow for `users:manage`
  /// @throws PolicySyntaxException if the text cannot be read; then nothing changes
  /// @throws StoreUnavailableException if the store cannot answer
  public PolicyStore.Version apply(Allow allow, String text) {
    Policy policy = policy(text);
    InForce before = current.get();
    PolicyStore.Version stored = store.apply(allow, text, clock.instant());
    InForce applied = new InForce(stored.version(), text, policy);
    // Of two texts applied at once, the one that the store numbered last is in force. What was
    // known before has no say: its version may be one that the store has lost.
    InForce _ =
        current.updateAndGet(
            now -> now.equals(before) || applied.version() > now.version() ? applied : now);
    return stored;
  }

  private Policy policy(String text) {
    List<Rule> rules = PolicyText.parse(text);
    return new Policy(rules, clock);
  }
}
