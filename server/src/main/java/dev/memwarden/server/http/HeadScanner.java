package dev.memwarden.server.http;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Reads heads byte by byte as the grammar stands (RFC 9112 §2 to §5), without what robust servers
/// forgive: another line end than CR LF, a continued line, white space around a name, more than one
/// space in the request line, control characters. Whatever two servers forgive differently, they
/// understand differently.
///
/// **Cost**: one look into a table per byte, or per eight of the text of a value; nothing is kept.
final class HeadScanner {
  private static final byte BAD = 0;
  private static final byte BAD_VERSION = 1;
  private static final byte START = 2;
  private static final byte EMPTY_LINE_END = 3;
  private static final byte METHOD = 4;
  private static final byte TARGET = 5;
  private static final byte LINE_END = 6;
  private static final byte FIELD = 7;
  private static final byte NAME = 8;
  private static final byte VALUE = 9;
  private static final byte HEAD_END = 10;
  private static final byte END = 11;
  // One more for each character of the version, and one for the end of the line.
  private static final byte VERSION = 12;
  private static final String VERSION_START = "HTTP/1.";
  private static final byte MINOR_VERSION = (byte) (VERSION + VERSION_START.length());
  private static final byte VERSION_END = (byte) (MINOR_VERSION + 1);

  // What follows on a state and a byte.
  private static final byte[] NEXT = table();

  private static final int CHUNK = 512;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = EACH << 7;

  private final byte[] chunk = new byte[CHUNK];
  private int at = START;

  /// The next `length` bytes of the head, which stand from `start` on.
  void scan(ByteBuf in, int start, int length) {
    for (int done = 0; done < length; done += CHUNK) {
      int count = Math.min(CHUNK, length - done);
      in.getBytes(start + done, chunk, 0, count);
      scan(count);
    }
  }

  private void scan(int count) {
    int state = at;
    int i = 0;
    while (i < count) {
      if (state == VALUE && i + Long.BYTES <= count && isText((long) EIGHT_BYTES.get(chunk, i))) {
        i += Long.BYTES;
      } else {
        state = NEXT[state << 8 | chunk[i++] & 0xff];
      }
    }
    at = state;
  }

  // Whether none of the eight is a control character or beyond ASCII; may say no where it is so.
  private static boolean isText(long eight) {
    return ((eight | eight - EACH * ' ' | eight + EACH) & HIGH) == 0;
  }

  /// What is wrong with the head that ended here.
  Optional<EdgeRefusal> refusal() {
    return switch (at) {
      case END -> Optional.empty();
      case BAD_VERSION -> Optional.of(EdgeRefusal.BAD_VERSION);
      default -> Optional.of(EdgeRefusal.BAD_REQUEST);
    };
  }

  /// What comes is another head.
  void restart() {
    at = START;
  }

  private static byte[] table() {
    byte[] next = new byte[VERSION_END + 1 << 8];
    Arrays.fill(next, BAD);
    // Empty lines before a request are harmless (§2.2).
    on(next, START, c -> c == '\r', EMPTY_LINE_END);
    on(next, EMPTY_LINE_END, c -> c == '\n', START);
    on(next, START, HeadScanner::isToken, METHOD);
    on(next, METHOD, HeadScanner::isToken, METHOD);
    on(next, METHOD, c -> c == ' ', TARGET);
    on(next, TARGET, c -> c > ' ' && c < 127, TARGET);
    on(next, TARGET, c -> c == ' ', VERSION);
    Arrays.fill(next, BAD_VERSION << 8, BAD_VERSION + 1 << 8, BAD_VERSION);
    Arrays.fill(next, VERSION << 8, VERSION_END + 1 << 8, BAD_VERSION);
    for (int i = 0; i < VERSION_START.length(); i++) {
      char expected = VERSION_START.charAt(i);
      on(next, VERSION + i, c -> c == expected, (byte) (VERSION + i + 1));
    }
    on(next, MINOR_VERSION, c -> c == '1' || c == '0', VERSION_END);
    on(next, VERSION_END, c -> c == '\r', LINE_END);
    on(next, LINE_END, c -> c == '\n', FIELD);
    on(next, FIELD, HeadScanner::isToken, NAME);
    on(next, NAME, HeadScanner::isToken, NAME);
    on(next, NAME, c -> c == ':', VALUE);
    // Bytes beyond ASCII are opaque (RFC 9110 §5.5).
    on(next, VALUE, c -> c >= ' ' && c != 127 || c == '\t', VALUE);
    on(next, VALUE, c -> c == '\r', LINE_END);
    on(next, FIELD, c -> c == '\r', HEAD_END);
    on(next, HEAD_END, c -> c == '\n', END);
    return next;
  }

  private static void on(byte[] table, int state, IntPredicate bytes, byte next) {
    for (int c = 0; c < 256; c++) {
      if (bytes.test(c)) {
        table[state << 8 | c] = next;
      }
    }
  }

  private static boolean isToken(int c) {
    return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
