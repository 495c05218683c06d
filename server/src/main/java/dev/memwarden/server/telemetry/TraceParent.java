package dev.memwarden.server.telemetry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The span that a request says it belongs to (W3C Trace Context §3.2).
///
/// @param traceId 32 hexadecimal digits, not all zero
/// @param spanId 16, not all zero
/// @param sampled whether the caller records its own
record TraceParent(String traceId, String spanId, boolean sampled) {
  private static final Pattern FIELD =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);
  private static final int LONGEST = 512;
  private static final int SAMPLED = 1;

  /// Reads the field; empty if it is none.
  static Optional<TraceParent> parse(String text) {
    Matcher field = FIELD.matcher(text.length() > LONGEST ? "" : text);
    if (!field.matches() || !isVersion(field.group(1), field.group(5) != null)) {
      return Optional.empty();
    }
    String trace = field.group(2);
    String span = field.group(3);
    boolean sampled = (Integer.parseInt(field.group(4), 16) & SAMPLED) != 0;
    return trace.equals(NO_TRACE) || span.equals(NO_SPAN)
        ? Optional.empty()
        : Optional.of(new TraceParent(trace, span, sampled));
  }

  // Later versions may say more, the first one says no more, and ff is none.
  private static boolean isVersion(String version, boolean saysMore) {
    return !version.equals("ff") && !(version.equals("00") && saysMore);
  }
}
