package dev.memwarden.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A reply with what the pipeline adds to it. Apart from [Reply], so that one reply can be shared
/// by many requests.
///
/// @param challenge `WWW-Authenticate`, if the request was refused
/// @param limits what it says about the limits of the caller
/// @param mayBeStored whether caches may keep it: only what anybody may see
record Answer(
    Reply reply,
    Optional<String> challenge,
    List<Reply.Header> limits,
    boolean mayBeStored,
    String correlationId) {
  static final Reply.Header NO_STORE = new Reply.Header("Cache-Control", "no-store");
  static final Reply.Header NO_SNIFF = new Reply.Header("X-Content-Type-Options", "nosniff");

  /// Something that no cache may keep.
  static Answer of(Reply reply, String correlationId) {
    return new Answer(reply, Optional.empty(), List.of(), false, correlationId);
  }

  /// A refusal.
  static Answer refusal(Reply reply, String challenge, String correlationId) {
    return new Answer(reply, Optional.of(challenge), List.of(), false, correlationId);
  }

  /// Something that caches may keep.
  static Answer forAll(Reply reply, String correlationId) {
    return new Answer(reply, Optional.empty(), List.of(), true, correlationId);
  }

  /// The same with what it says about limits.
  Answer limited(List<Reply.Header> fields) {
    return fields.isEmpty()
        ? this
        : new Answer(reply, challenge, fields, mayBeStored, correlationId);
  }

  /// The header fields that no other answer has, as lines of the wire.
  String ownFieldLines() {
    String named = requestId().line();
    if (challenge.isEmpty() && limits.isEmpty()) {
      return named;
    }
    StringBuilder lines = new StringBuilder(named);
    challenge.ifPresent(value -> lines.append(challenge(value).line()));
    limits.forEach(field -> lines.append(field.line()));
    return lines.toString();
  }

  /// All of it as one reply.
  Reply whole() {
    List<Reply.Header> added = new ArrayList<>(4);
    added.add(requestId());
    added.add(NO_SNIFF);
    if (!mayBeStored) {
      added.add(NO_STORE);
    }
    challenge.ifPresent(value -> added.add(challenge(value)));
    added.addAll(limits);
    Reply whole = reply;
    for (Reply.Header header : added) {
      whole = whole.withHeader(header.name(), header.value());
    }
    return whole;
  }

  private Reply.Header requestId() {
    return new Reply.Header("X-Request-ID", correlationId);
  }

  private static Reply.Header challenge(String value) {
    return new Reply.Header("WWW-Authenticate", value);
  }
}
