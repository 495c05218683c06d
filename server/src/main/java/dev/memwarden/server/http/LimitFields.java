package dev.memwarden.server.http;

import dev.memwarden.auth.limit.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// The header fields that tell callers how much of their limits is left.
public enum LimitFields {
  /// Both kinds.
  ALL(true, true),
  /// `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10): every rate that
  /// the request falls under.
  DRAFT(true, false),
  /// `X-RateLimit-Limit`, `-Remaining` and `-Reset` (in seconds from now): the rate of which least
  /// is left.
  LEGACY(false, true),
  /// Neither. `Retry-After` is sent all the same.
  NONE(false, false);

  private static final Comparator<Usage> SCARCITY =
      Comparator.comparingLong(Usage::left).thenComparing(Usage::nanos, Comparator.reverseOrder());

  private final boolean draft;
  private final boolean legacy;

  LimitFields(boolean draft, boolean legacy) {
    this.draft = draft;
    this.legacy = legacy;
  }

  /// The fields of a reply to a request that fell under these; none if it fell under none.
  List<Reply.Header> of(List<Usage> usages) {
    if (usages.isEmpty() || this == NONE) {
      return List.of();
    }
    List<Reply.Header> fields = new ArrayList<>();
    if (draft) {
      fields.add(new Reply.Header("RateLimit-Policy", policies(usages)));
      fields.add(new Reply.Header("RateLimit", states(usages)));
    }
    if (legacy) {
      Usage scarcest = Collections.min(usages, SCARCITY);
      fields.add(number("X-RateLimit-Limit", scarcest.rate().count()));
      fields.add(number("X-RateLimit-Remaining", scarcest.left()));
      fields.add(number("X-RateLimit-Reset", scarcest.seconds()));
    }
    return List.copyOf(fields);
  }

  /// The same for one that was too many.
  List<Reply.Header> exceeded(Usage usage) {
    List<Reply.Header> fields = new ArrayList<>(of(List.of(usage)));
    fields.add(number("Retry-After", usage.seconds()));
    return List.copyOf(fields);
  }

  // Every reply has these: no streams.
  private static String policies(List<Usage> usages) {
    StringBuilder text = new StringBuilder();
    for (Usage usage : usages) {
      begin(text, usage).append(";q=").append(usage.rate().count());
      text.append(";w=").append(usage.rate().per().seconds());
    }
    return text.toString();
  }

  private static String states(List<Usage> usages) {
    StringBuilder text = new StringBuilder();
    for (Usage usage : usages) {
      begin(text, usage).append(";r=").append(usage.left()).append(";t=").append(usage.seconds());
    }
    return text.toString();
  }

  private static StringBuilder begin(StringBuilder text, Usage usage) {
    return text.append(text.isEmpty() ? "\"" : ", \"").append(usage.name()).append('"');
  }

  private static Reply.Header number(String name, long value) {
    return new Reply.Header(name, Long.toString(value));
  }
}
