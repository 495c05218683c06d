package dev.memwarden.memory;

import dev.memwarden.auth.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Ids that are made of names, so that the same thing gets the same id whenever it is stored.
public final class NamedId {
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private NamedId() {}

  /// The id of these names in this order (RFC 9562 §5.8, by SHA-256). No name may have U+0000 in
  /// it; none has that [dev.memwarden.auth.Axis#accepts].
  public static UUID of(String... names) {
    byte[] text = String.join("\0", names).getBytes(StandardCharsets.UTF_8);
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
    return new UUID(hash.getLong() & ~0xF000L | VERSION_8, hash.getLong() & ~(3L << 62) | VARIANT);
  }
}
