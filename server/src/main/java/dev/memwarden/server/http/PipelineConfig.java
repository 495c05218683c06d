package dev.memwarden.server.http;

import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.auth.limit.Limiter;
import java.util.Optional;
import java.util.function.Supplier;

/// Settings of the request path.
///
/// @param maxBody largest body of an authenticated request, in bytes; larger is refused with 413
/// @param proxies whose word about the client's address is taken
/// @param open whether authentication is switched off: then only programs on this machine may call
/// @param failures how often an address may present what proves nobody
/// @param wires who may use which dialect
/// @param metadata URL under which clients find how to get tokens (RFC 9728 §3), which every
///   challenge names; empty as long as the server does not know its own, after that always the same
/// @param signed judges signatures where credentials demand one
/// @param limits how often who is known may ask for anything
/// @param limitFields what replies say about that
/// @param observer hears of every request
public record PipelineConfig(
    int maxBody,
    TrustedProxies proxies,
    boolean open,
    AddressLimit failures,
    WireLimit wires,
    Supplier<Optional<String>> metadata,
    SignedRequests signed,
    Limiter limits,
    LimitFields limitFields,
    Observer observer) {

  /// 4 MiB, no proxies, authentication on.
  public static final PipelineConfig DEFAULT =
      new PipelineConfig(4 * 1024 * 1024, TrustedProxies.NONE, false);

  public PipelineConfig {
    if (maxBody < 1) {
      throw new IllegalArgumentException("the largest body has at least one byte");
    }
  }

  /// One that lets anybody fail as often as they like.
  public PipelineConfig(int maxBody, TrustedProxies proxies, boolean open) {
    this(maxBody, proxies, open, AddressLimit.NONE);
  }

  /// One that lets everybody use every dialect as often as they like, gives out no tokens, and
  /// takes no signature for good.
  public PipelineConfig(int maxBody, TrustedProxies proxies, boolean open, AddressLimit failures) {
    this(
        maxBody,
        proxies,
        open,
        failures,
        WireLimit.NONE,
        Optional::empty,
        SignedRequests.NONE,
        Limiter.NONE,
        LimitFields.ALL,
        Observer.NONE);
  }

  /// The same with a limit of dialects.
  public PipelineConfig limiting(WireLimit limit) {
    return new PipelineConfig(
        maxBody, proxies, open, failures, limit, metadata, signed, limits, limitFields, observer);
  }

  /// The same with a place for metadata.
  public PipelineConfig announcing(Supplier<Optional<String>> url) {
    return new PipelineConfig(
        maxBody, proxies, open, failures, wires, url, signed, limits, limitFields, observer);
  }

  /// The same with signatures that are judged.
  public PipelineConfig signing(SignedRequests judge) {
    return new PipelineConfig(
        maxBody, proxies, open, failures, wires, metadata, judge, limits, limitFields, observer);
  }

  /// The same with limits of how often, and fields that tell of them.
  public PipelineConfig limiting(Limiter limiter, LimitFields fields) {
    return new PipelineConfig(
        maxBody, proxies, open, failures, wires, metadata, signed, limiter, fields, observer);
  }

  /// The same with an observer.
  public PipelineConfig observing(Observer other) {
    return new PipelineConfig(
        maxBody, proxies, open, failures, wires, metadata, signed, limits, limitFields, other);
  }
}
