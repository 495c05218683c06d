package dev.memwarden.server.http;

import dev.memwarden.auth.Identity;

/// How one kind of request stands on the wire, in both directions: decoding what [#encode] made
/// gives an equal request. Forwarding what was decided on, instead of what was received, is what
/// keeps two parsers from reading the same bytes differently.
public interface Wire<Q> {

  /// Reads a request of an authenticated caller. What the caller left out and its identity supplies
  /// (its own user id) is filled in here, so that everything after sees it named.
  Decoded<Q> decode(Identity caller, Call call);

  /// The request as a client would send it.
  Encoded encode(Q request);

  /// A request line and body.
  ///
  /// @param target path and query, percent-encoded
  /// @param body empty if there is none
  record Encoded(String target, Body body) {}
}
