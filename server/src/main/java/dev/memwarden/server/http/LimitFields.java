package dev.memwarden.server.http;

import dev.memwarden.auth.limit.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

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
      fields.add(new Reply.Header("RateLimit-Policy", joined(usages, LimitFields::policy)));
      fields.add(new Reply.Header("RateLimit", joined(usages, LimitFields::state)));
    }
    if (legacy) {
      Usage scarcest = usages.stream().min(SCARCITY).orElseThrow();
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

  private interface Item {
    String of(Usage usage);
  }

  private static String joined(List<Usage> usages, Item item) {
    return usages.stream().map(item::of).collect(Collectors.joining(", "));
  }

  private static String policy(Usage usage) {
    return "\""
        + usage.name()
        + "\";q="
        + usage.rate().count()
        + ";w="
        + usage.rate().per().seconds();
  }

  private static String state(Usage usage) {
    return "\"" + usage.name() + "\";r=" + usage.left() + ";t=" + usage.seconds();
  }

  private static Reply.Header number(String name, long value) {
    return new Reply.Header(name, Long.toString(value));
  }
}
