package dev.memwarden.auth.policy;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.Freshness;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The policy in force: a snapshot that is replaced whole when a text is applied. Thread-safe.
public final class Policies implements Supplier<Policy> {
  private final PolicyStore store;
  private final InstantSource clock;
  private final Freshness freshness;
  private final AtomicReference<InForce> current;

  private record InForce(int version, Policy policy) {}

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
    this.current = new AtomicReference<>(new InForce(0, new Policy(List.of(), clock)));
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

  /// Puts the text in force that the store has, if another process applied a newer one.
  ///
  /// @throws PolicySyntaxException if the stored text cannot be read
  /// @throws StoreUnavailableException if the store cannot answer
  public void reload() {
    Optional<PolicyStore.Version> stored = store.current();
    if (stored.isPresent() && stored.get().version() > version()) {
      putInForce(new InForce(stored.get().version(), policy(stored.get().text())));
    }
  }

  // Of two texts applied at once, the one that the store numbered last is in force.
  private void putInForce(InForce next) {
    InForce _ =
        current.accumulateAndGet(next, (was, now) -> now.version() > was.version() ? now : was);
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
    PolicyStore.Version stored = store.apply(allow, text, clock.instant());
    putInForce(new InForce(stored.version(), policy));
    return stored;
  }

  private Policy policy(String text) {
    List<Rule> rules = PolicyText.parse(text);
    return new Policy(rules, clock);
  }
}
