package dev.memwarden.server.http;

import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads heads byte by byte as the grammar stands (RFC 9112 §2 to §5), without what robust servers
/// forgive: another line end than CR LF, a continued line, white space around a name, more than one
/// space in the request line, control characters. Whatever two servers forgive differently, they
/// understand differently.
///
/// **Cost**: one step per byte of the head, nothing is kept.
final class HeadScanner implements ByteProcessor {
  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final boolean[] TOKEN = token();

  private enum At {
    START,
    EMPTY_LINE_END,
    METHOD,
    TARGET,
    VERSION,
    LINE_END,
    FIELD,
    NAME,
    VALUE,
    HEAD_END,
    END,
    BAD_VERSION,
    BAD
  }

  private At at = At.START;
  private int matched; // of the version

  /// One byte more of the head.
  ///
  /// @return whether it could still be one
  @Override
  public boolean process(byte b) {
    // Most bytes of most heads.
    if (at == At.VALUE && b >= ' ' && b != 127) {
      return true;
    }
    at = next(b);
    return at != At.BAD && at != At.BAD_VERSION;
  }

  /// What is wrong with the head that ended here.
  Optional<EdgeRefusal> refusal() {
    return switch (at) {
      case END -> Optional.empty();
      case BAD_VERSION -> Optional.of(EdgeRefusal.BAD_VERSION);
      case START,
          EMPTY_LINE_END,
          METHOD,
          TARGET,
          VERSION,
          LINE_END,
          FIELD,
          NAME,
          VALUE,
          HEAD_END,
          BAD ->
          Optional.of(EdgeRefusal.BAD_REQUEST);
    };
  }

  /// What comes is another head.
  void restart() {
    at = At.START;
    matched = 0;
  }

  private At next(byte b) {
    return switch (at) {
      // Empty lines before a request are harmless (§2.2).
      case START -> b == '\r' ? At.EMPTY_LINE_END : isToken(b) ? At.METHOD : At.BAD;
      case EMPTY_LINE_END -> b == '\n' ? At.START : At.BAD;
      case METHOD -> b == ' ' ? At.TARGET : isToken(b) ? At.METHOD : At.BAD;
      case TARGET -> b == ' ' ? At.VERSION : b > ' ' && b != 127 ? At.TARGET : At.BAD;
      case VERSION -> version(b);
      case LINE_END -> b == '\n' ? At.FIELD : At.BAD;
      case FIELD -> b == '\r' ? At.HEAD_END : isToken(b) ? At.NAME : At.BAD;
      case NAME -> b == ':' ? At.VALUE : isToken(b) ? At.NAME : At.BAD;
      // Bytes beyond ASCII are opaque (RFC 9110 §5.5); they are negative here.
      case VALUE -> b == '\r' ? At.LINE_END : b < 0 || isText(b) ? At.VALUE : At.BAD;
      case HEAD_END -> b == '\n' ? At.END : At.BAD;
      case END, BAD -> At.BAD;
      case BAD_VERSION -> At.BAD_VERSION;
    };
  }

  private At version(byte b) {
    if (matched < VERSION.length) {
      return b == VERSION[matched++] ? At.VERSION : At.BAD_VERSION;
    }
    if (matched++ == VERSION.length) {
      return b == '1' || b == '0' ? At.VERSION : At.BAD_VERSION;
    }
    return b == '\r' ? At.LINE_END : At.BAD_VERSION;
  }

  private static boolean isText(byte b) {
    return b >= ' ' && b != 127 || b == '\t';
  }

  private static boolean isToken(byte b) {
    return b >= 0 && TOKEN[b];
  }

  private static boolean[] token() {
    boolean[] token = new boolean[128];
    for (char c = '!'; c < 127; c++) {
      token[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
    return token;
  }
}
