package dev.memwarden.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Tokens, in the words of Redis AMS's own command line.
final class TokenText {
  private static final int SHOWN = 8;
  // As Python writes times: a fraction of six digits, or none.
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter FRACTION =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private TokenText() {}

  static void added(JsonNode token, PrintStream out) {
    out.println("Token created successfully!");
    out.println("Token: " + token.path("token").asString());
    out.println("Description: " + description(token));
    out.println("Expires: " + expires(token));
    out.println();
    out.println("WARNING: Save this token securely. It will not be shown again.");
  }

  /// What comes before the first of a list.
  static void heading(PrintStream out) {
    out.println("Authentication Tokens:");
    out.println("=".repeat(50));
  }

  /// One of a list.
  static void listed(JsonNode token, PrintStream out) {
    out.println("Token: " + masked(token));
    out.println("ID: " + token.path("id").asString());
    out.println("Description: " + description(token));
    out.println("Created: " + time(token, "created_at"));
    out.println("Expires: " + expires(token));
    out.println("-".repeat(30));
  }

  static void show(JsonNode token, Instant now, PrintStream out) {
    out.println("Token Details:");
    out.println("=".repeat(30));
    out.println("ID: " + token.path("id").asString());
    out.println("Hash: " + token.path("hash").asString());
    out.println("Description: " + description(token));
    out.println("Created: " + time(token, "created_at"));
    out.println("Expires: " + expires(token));
    out.println("Status: " + state(token, now));
  }

  static String description(JsonNode token) {
    return token.path("description").asString();
  }

  /// Enough of the hash to tell tokens apart.
  static String masked(JsonNode token) {
    String hash = token.path("hash").asString();
    return hash.substring(0, SHOWN) + "..." + hash.substring(hash.length() - SHOWN);
  }

  /// `Active` or `EXPIRED`.
  static String state(JsonNode token, Instant now) {
    boolean expired =
        token.path("expires_at").isString()
            && !now.isBefore(Instant.parse(token.path("expires_at").asString()));
    return expired ? "EXPIRED" : "Active";
  }

  /// `time` as Python's `isoformat` writes it; empty for none.
  static String time(JsonNode token, String field) {
    JsonNode value = token.path(field);
    if (!value.isString()) {
      return "";
    }
    Instant time = Instant.parse(value.asString());
    return (time.getNano() == 0 ? WHOLE : FRACTION).format(time.atOffset(ZoneOffset.UTC));
  }

  private static String expires(JsonNode token) {
    return token.path("expires_at").isString() ? time(token, "expires_at") : "Never";
  }
}
