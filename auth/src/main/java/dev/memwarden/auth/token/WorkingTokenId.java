package dev.memwarden.auth.token;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a working token (its `jti`), and says what it hangs on: `family.seq.random`.
///
/// @param family id of the family that it belongs to
/// @param seq number of the last change of authority before it was minted: what was revoked later
///   ends it, whatever the clocks say
/// @param random tells it from its siblings: 16 hexadecimal digits
public record WorkingTokenId(String family, long seq, String random) {
  private static final int FAMILY_BYTES = 12;
  private static final int RANDOM_BYTES = 8;
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{24})\\.(0|[1-9][0-9]{0,17})\\.([0-9a-f]{16})");

  /// A new name.
  public static WorkingTokenId mint(String family, long seq, SecureRandom random) {
    return new WorkingTokenId(family, seq, hex(random, RANDOM_BYTES));
  }

  /// A new name of a family: 24 hexadecimal digits.
  public static String mintFamily(SecureRandom random) {
    return hex(random, FAMILY_BYTES);
  }

  /// Reads what [#toString] wrote; empty if `text` is nothing like it.
  public static Optional<WorkingTokenId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new WorkingTokenId(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3)))
        : Optional.empty();
  }

  private static String hex(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return family + "." + seq + "." + random;
  }
}
