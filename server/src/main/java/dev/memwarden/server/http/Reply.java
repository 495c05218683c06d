package dev.memwarden.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What goes back to the client. Immutable and written once, so one that was made in advance can be
/// sent to many.
public final class Reply {

  /// One header field.
  ///
  /// @throws IllegalArgumentException if a control character would let the value end the line
  public record Header(String name, String value) {
    public Header {
      if (!isName(name) || !isValue(value)) {
        throw new IllegalArgumentException("no header field: " + name);
      }
    }

    /// As it goes over the wire.
    String line() {
      return name + ": " + value + "\r\n";
    }

    private static boolean isName(String name) {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')) {
          return false;
        }
      }
      return !name.isEmpty();
    }

    private static boolean isValue(String value) {
      for (int i = 0; i < value.length(); i++) {
        if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
          return false;
        }
      }
      return true;
    }
  }

  private static final String JSON = "application/json";
  private static final byte[] NOTHING = new byte[0];

  private final int status;
  private final List<Header> headers;
  // Encoded once, as many requests may get this reply.
  private final byte[] fieldLines;
  private final byte[] bytes;
  private final @Nullable JsonNode json;

  private Reply(int status, List<Header> headers, byte[] bytes, @Nullable JsonNode json) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("no final status: " + status);
    }
    this.status = status;
    this.headers = headers;
    this.fieldLines = encode(headers);
    this.bytes = bytes;
    this.json = json;
  }

  /// A JSON document as `application/json`; nobody must change `body` any more.
  public static Reply json(int status, JsonNode body) {
    return json(status, JSON, body);
  }

  /// A JSON document of another media type, such as `application/problem+json`.
  public static Reply json(int status, String mediaType, JsonNode body) {
    return new Reply(status, List.of(contentType(mediaType)), Json.write(body), body);
  }

  /// A JSON document, written in a way of its own; nobody must change `written` any more.
  public static Reply json(int status, JsonNode body, byte[] written) {
    return new Reply(status, List.of(contentType(JSON)), written, body);
  }

  /// Plain text in UTF-8.
  public static Reply text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /// Bytes that are known already; nobody must change them any more.
  public static Reply bytes(int status, String mediaType, byte[] bytes) {
    return new Reply(status, List.of(contentType(mediaType)), bytes, null);
  }

  /// No body at all, such as 204.
  public static Reply empty(int status) {
    return new Reply(status, List.of(), NOTHING, null);
  }

  /// The same reply with one header field more. Names may repeat.
  public Reply withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, List.copyOf(more), bytes, json);
  }

  /// The status code.
  public int status() {
    return status;
  }

  /// The header fields, `Content-Type` among them, without lengths.
  public List<Header> headers() {
    return headers;
  }

  /// The header fields as they go over the wire. Nobody must change them.
  byte[] fieldLines() {
    return fieldLines;
  }

  /// The value of a header field, if there is one of that name (in any case).
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /// The document, if this was made from one.
  public Optional<JsonNode> json() {
    return Optional.ofNullable(json);
  }

  /// The body, which nobody must change.
  public byte[] bytes() {
    return bytes;
  }

  /// Status and length only: what people told their agents is in the body.
  @Override
  public String toString() {
    return "Reply[" + status + ", " + bytes.length + " bytes]";
  }

  private static byte[] encode(List<Header> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach(header -> lines.append(header.line()));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Header contentType(String mediaType) {
    return new Header("Content-Type", mediaType);
  }
}
