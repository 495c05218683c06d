package dev.memwarden.auth.signature;

import dev.memwarden.auth.signature.FieldScanner.MalformedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `Content-Digest` says of a body (RFC 9530 §2): its SHA-256, its SHA-512, or both. Digests
/// by other algorithms are passed over.
public final class ContentDigest {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

  private final Map<String, byte[]> digests;

  private ContentDigest(Map<String, byte[]> digests) {
    this.digests = Map.copyOf(digests);
  }

  /// Reads the field.
  ///
  /// @return empty if it is none, names an algorithm twice, or none that is understood
  public static Optional<ContentDigest> parse(String field) {
    Map<String, byte[]> digests = new HashMap<>();
    Set<String> names = new HashSet<>();
    try {
      FieldScanner scanner = new FieldScanner(field);
      do {
        String name = scanner.key();
        scanner.take('=');
        byte[] digest = scanner.bytes();
        if (!names.add(name)) {
          return Optional.empty();
        }
        if (ALGORITHMS.containsKey(name)) {
          digests.put(name, digest);
        }
      } while (scanner.another());
    } catch (MalformedException _) {
      return Optional.empty();
    }
    return digests.isEmpty() ? Optional.empty() : Optional.of(new ContentDigest(digests));
  }

  /// Whether all of its digests are those of `body`, as it was sent.
  public boolean matches(byte[] body) {
    return digests.entrySet().stream()
        .allMatch(entry -> MessageDigest.isEqual(entry.getValue(), digest(entry.getKey(), body)));
  }

  private static byte[] digest(String name, byte[] body) {
    String algorithm = ALGORITHMS.getOrDefault(name, name);
    try {
      return MessageDigest.getInstance(algorithm).digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
