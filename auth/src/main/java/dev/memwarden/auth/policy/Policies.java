package dev.memwarden.auth.policy;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The policy in force: a snapshot that is replaced whole when a text is applied. Thread-safe.
public final class Policies implements Supplier<Policy> {
  private final PolicyStore store;
  private final InstantSource clock;
  private final AtomicReference<InForce> current;

  private record InForce(int version, Policy policy) {}

  /// Loads the text in force; before the first was applied only the default rules hold.
  ///
  /// @throws PolicySyntaxException if the stored text cannot be read: then nothing may start
  /// @throws StoreUnavailableException if the store cannot answer
  public Policies(PolicyStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.current =
        new AtomicReference<>(
            store
                .current()
                .map(found -> new InForce(found.version(), policy(found.text())))
                .orElseGet(() -> new InForce(0, new Policy(List.of(), clock))));
  }

  @Override
  public Policy get() {
    return current.get().policy();
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
    InForce next = new InForce(stored.version(), policy);
    // Of two texts applied at once, the one that the store numbered last is in force.
    current.accumulateAndGet(next, (was, now) -> now.version() > was.version() ? now : was);
    return stored;
  }

  private Policy policy(String text) {
    List<Rule> rules = PolicyText.parse(text);
    return new Policy(rules, clock);
  }
}
