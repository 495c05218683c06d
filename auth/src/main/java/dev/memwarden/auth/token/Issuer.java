package dev.memwarden.auth.token;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// An identity provider whose tokens are taken: its rules and its keys. Thread-safe.
public final class Issuer {
  private final IssuerRules rules;
  private final IssuerKeys keys;

  /// @param keys where its keys are, if the operator says so
  /// @param documents gets what it publishes
  /// @param log hears why there are no new keys, each time, and since when there were none before;
  ///   empty if that begins now
  public Issuer(
      IssuerRules rules,
      Optional<URI> keys,
      IssuerDocuments documents,
      BiConsumer<String, Optional<Instant>> log,
      InstantSource clock) {
    this.rules = rules;
    Consumer<String> why = cause -> log.accept(cause, state().failingSince());
    this.keys = new IssuerKeys(new IssuerSource(rules, keys, documents, why), clock);
  }

  /// What its tokens must say.
  public IssuerRules rules() {
    return rules;
  }

  /// Looks at what it publishes, unless that was done lately. To be called before the first token
  /// comes and once a minute from then on. May block.
  public void keepFresh() {
    keys.keepFresh();
  }

  /// How it stands with its keys. Does not block.
  public IssuerState state() {
    return keys.state();
  }

  IssuerKeys keys() {
    return keys;
  }
}
