package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// The text of our own keys: `sks-<id>_<secret><check>`, 70 ASCII characters.
///
/// - **id**: 16 base62 characters, public, random.
/// - **secret**: 43 base62 characters, 256 random bits.
/// - **check**: CRC-32 of all before it, as 6 base62 characters. It protects nothing; it tells a
///   mistyped or made-up key from a real one without asking a store, and lets secret scanners be
///   sure.
///
/// @param id the public part, under which the key is stored
/// @param text the whole key; shown to its owner once
public record KeyText(String id, Secret text) {

  /// What secret scanners look for.
  public static final String PATTERN = "sks-[0-9A-Za-z]{16}_[0-9A-Za-z]{49}";

  private static final byte[] PREFIX = "sks-".getBytes(US_ASCII);
  private static final int ID_START = 4;
  private static final int ID_END = 20;
  private static final int SECRET_START = 21;
  private static final int CHECK_START = 64;
  private static final int LENGTH = 70;
  private static final Shape BROKEN = new Shape.BrokenOwn();
  private static final Shape FOREIGN = new Shape.Foreign();

  /// What a presented text looks like.
  public sealed interface Shape {

    /// One of our keys, as far as the text alone can tell.
    record Own(String id) implements Shape {}

    /// Meant as one of our keys, but mistyped, cut off, or made up.
    record BrokenOwn() implements Shape {}

    /// Any other text: perhaps a key of another system.
    record Foreign() implements Shape {}
  }

  /// A new random key.
  public static KeyText mint(SecureRandom random) {
    byte[] text = new byte[LENGTH];
    System.arraycopy(PREFIX, 0, text, 0, PREFIX.length);
    Base62.random(random, text, ID_START, ID_END);
    text[ID_END] = '_';
    Base62.random(random, text, SECRET_START, CHECK_START);
    long check = check(text);
    for (int i = CHECK_START; i < LENGTH; i++) {
      text[i] = Base62.digit(check, LENGTH - 1 - i);
    }
    return new KeyText(id(text), Secret.copyOf(text));
  }

  /// Recognises a presented text. **Cost**: one pass over it and one CRC-32, below a microsecond.
  ///
  /// A text that starts like our keys and has an underscore is meant as one of them: the drafts of
  /// MemGPT also start with `sks-`, but go on in standard base64, which has none.
  public static Shape shapeOf(Secret text) {
    return text.reveal(KeyText::shapeOf);
  }

  private static Shape shapeOf(byte[] text) {
    if (!startsLikeOurs(text)) {
      return FOREIGN;
    }
    if (text.length != LENGTH || text[ID_END] != '_') {
      return BROKEN;
    }
    for (int i = ID_START; i < LENGTH; i++) {
      if (i != ID_END && !Base62.isDigit(text[i])) {
        return BROKEN;
      }
    }
    return check(text) == Base62.number(text, CHECK_START, LENGTH)
        ? new Shape.Own(id(text))
        : BROKEN;
  }

  private static boolean startsLikeOurs(byte[] text) {
    if (text.length <= PREFIX.length) {
      return false;
    }
    for (int i = 0; i < PREFIX.length; i++) {
      if (text[i] != PREFIX[i]) {
        return false;
      }
    }
    for (int i = PREFIX.length; i < text.length; i++) {
      if (text[i] == '_') {
        return true;
      }
    }
    return false;
  }

  private static long check(byte[] text) {
    CRC32 crc = new CRC32();
    crc.update(text, 0, CHECK_START);
    return crc.getValue();
  }

  private static String id(byte[] text) {
    return new String(text, ID_START, ID_END - ID_START, US_ASCII);
  }
}
