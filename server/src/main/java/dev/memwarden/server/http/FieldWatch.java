package dev.memwarden.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks out for the few header fields that could make another request out of one: which would end
/// its body elsewhere, drop its credential on the way, or rewrite its method or path.
///
/// **Cost**: names of other lengths are passed by; nothing is kept but one bit per kind.
final class FieldWatch {
  private static final byte[] HOST = bytes("host");
  private static final byte[] EXPECT = bytes("expect");
  private static final byte[] CONNECTION = bytes("connection");
  private static final byte[] TRANSFER_ENCODING = bytes("transfer-encoding");
  private static final List<byte[]> OVERRIDES =
      List.of(
          bytes("-method"),
          bytes("x-http-method"),
          bytes("x-rewrite-url"),
          bytes("x-original-url"),
          bytes("x-method-override"),
          bytes("x-http-method-override"));

  private static final int SEEN_EXPECT = 1;
  private static final int SEEN_CONNECTION = 2;
  private static final int SEEN_CODING = 4;
  private static final int SEEN_OVERRIDE = 8;
  private static final int SEEN_HOST = 16;
  private static final int SEEN_HOST_TWICE = 32;

  private int seen;

  /// A field of this name has come.
  void see(byte[] bytes, int start, int length) {
    switch (length) {
      case 4 -> seen |= is(HOST, bytes, start) ? seen << 1 & SEEN_HOST_TWICE | SEEN_HOST : 0;
      case 6 -> seen |= is(EXPECT, bytes, start) ? SEEN_EXPECT : 0;
      case 10 -> seen |= is(CONNECTION, bytes, start) ? SEEN_CONNECTION : 0;
      case 7, 13, 14, 22 -> seen |= isOverride(bytes, start, length) ? SEEN_OVERRIDE : 0;
      case 17 -> {
        seen |= is(TRANSFER_ENCODING, bytes, start) ? SEEN_CODING : 0;
        seen |= isOverride(bytes, start, length) ? SEEN_OVERRIDE : 0;
      }
      default -> {}
    }
  }

  /// What is wrong with the fields that were seen.
  Optional<EdgeRefusal> refusal(HttpMessage message) {
    if ((seen & ~SEEN_HOST) == 0) {
      return Optional.empty();
    }
    if (has(SEEN_HOST_TWICE)) {
      return Optional.of(EdgeRefusal.BAD_HOST);
    }
    if (has(SEEN_OVERRIDE)) {
      return Optional.of(EdgeRefusal.OVERRIDE);
    }
    HttpHeaders fields = message.headers();
    if (has(SEEN_CODING) && !isChunked(message.protocolVersion(), fields)) {
      return Optional.of(EdgeRefusal.BAD_CODING);
    }
    if (has(SEEN_CONNECTION)
        && !fields.getAll("Connection").stream().allMatch(FieldWatch::isHarmless)) {
      return Optional.of(EdgeRefusal.BAD_CONNECTION);
    }
    if (has(SEEN_EXPECT)) {
      return expectation(message.protocolVersion(), fields);
    }
    return Optional.empty();
  }

  /// What comes is another head.
  void restart() {
    seen = 0;
  }

  private boolean has(int bit) {
    return (seen & bit) != 0;
  }

  private static boolean isOverride(byte[] bytes, int start, int length) {
    for (byte[] name : OVERRIDES) {
      if (name.length == length && is(name, bytes, start)) {
        return true;
      }
    }
    return false;
  }

  // Behind some servers, `_` and `-` in names are the same.
  private static boolean is(byte[] name, byte[] bytes, int start) {
    for (int i = 0; i < name.length; i++) {
      byte b = bytes[start + i];
      int c = b == '_' ? '-' : b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (c != name[i]) {
        return false;
      }
    }
    return true;
  }

  // One field with one coding: anything else is read in two ways by somebody (RFC 9112 §6.1).
  private static boolean isChunked(HttpVersion version, HttpHeaders fields) {
    List<String> codings = fields.getAll("Transfer-Encoding");
    return version.equals(HttpVersion.HTTP_1_1)
        && codings.size() == 1
        && codings.getFirst().equalsIgnoreCase("chunked");
  }

  // Whatever else is named there, a proxy on the way may take out: a credential, for example.
  private static boolean isHarmless(String value) {
    if (value.equalsIgnoreCase("keep-alive") || value.equalsIgnoreCase("close")) {
      return true;
    }
    for (String option : value.split(",", -1)) {
      boolean harmless =
          switch (option.strip().toLowerCase(Locale.ROOT)) {
            case "", "close", "keep-alive", "upgrade", "te", "http2-settings" -> true;
            default -> false;
          };
      if (!harmless) {
        return false;
      }
    }
    return true;
  }

  private static Optional<EdgeRefusal> expectation(HttpVersion version, HttpHeaders fields) {
    if (version.equals(HttpVersion.HTTP_1_0)) {
      // Its clients do not know interim replies (RFC 9110 §10.1.1).
      fields.remove("Expect");
      return Optional.empty();
    }
    List<String> expected = fields.getAll("Expect");
    return expected.size() == 1 && expected.getFirst().equalsIgnoreCase("100-continue")
        ? Optional.empty()
        : Optional.of(EdgeRefusal.BAD_EXPECTATION);
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
