package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// JSON letter by letter as Go's encoder writes it, and what its decoder says.
final class GoJson {

  /// When nothing happened.
  static final String ZERO_TIME = "0001-01-01T00:00:00Z";

  /// What has no name.
  static final String ZERO_UUID = "00000000-0000-0000-0000-000000000000";

  private static final Pattern ZEROS = Pattern.compile("0+Z$");

  private GoJson() {}

  /// A document: safe inside HTML, and with a line end.
  static byte[] write(JsonNode document) {
    String text =
        Json.text(document)
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026")
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029");
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// A time with as many decimals as it needs (`RFC3339Nano`).
  static String time(Instant time) {
    String text = time.toString();
    return text.indexOf('.') < 0 ? text : ZEROS.matcher(text).replaceFirst("Z");
  }

  /// What the decoder says of a text that is no JSON.
  ///
  /// @param position where reading stopped, in characters
  static String mistake(byte[] bytes, int position) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return "EOF";
    }
    if (position >= text.stripTrailing().length()) {
      return "unexpected EOF";
    }
    int character = text.codePointAt(position);
    return "invalid character '"
        + (Character.isISOControl(character) ? "?" : Character.toString(character))
        + "' looking for beginning of value";
  }
}
