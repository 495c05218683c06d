package dev.memwarden.server.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Text from the bytes that a fuzzer makes.
public final class FuzzedText {
  private FuzzedText() {}

  /// `bytes` read as `charset`, or as UTF-16 behind a first byte 0xff: so that every character can
  /// come, half surrogate pairs too.
  public static String of(byte[] bytes, Charset charset) {
    return bytes.length > 0 && bytes[0] == (byte) 0xff
        ? new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_16BE)
        : new String(bytes, charset);
  }
}
