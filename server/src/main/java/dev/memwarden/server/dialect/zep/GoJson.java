package dev.memwarden.server.dialect.zep;

import dev.memwarden.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// JSON letter by letter as Go's encoder writes it.
final class GoJson {
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
}
