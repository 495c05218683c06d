package dev.memwarden.server;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// This server's name in tokens: the URL that the configuration says it is reached under, or else
/// the listener's, which is known once it listens. Never taken from a request, where it would be
/// the caller's choice.
public final class IssuerUrl implements Supplier<Optional<String>> {
  private final AtomicReference<Optional<String>> url = new AtomicReference<>(Optional.empty());

  /// @param configured empty if it will be the listener's
  public IssuerUrl(Optional<String> configured) {
    configured.ifPresent(this::set);
  }

  /// Says what it is, unless that is known.
  public void set(String address) {
    String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    url.compareAndSet(Optional.empty(), Optional.of(plain));
  }

  /// The name, without a slash at its end; empty as long as it is not known.
  @Override
  public Optional<String> get() {
    return url.get();
  }
}
