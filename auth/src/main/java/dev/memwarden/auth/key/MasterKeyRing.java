package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The master keys of a deployment: one makes new tags, the others still check old ones.
///
/// As text, one `keyId base64url` per line, the current key first; blank lines and lines that start
/// with `#` are skipped. Reading and writing the file is up to the caller. Thread-safe.
public final class MasterKeyRing {
  private static final int MAX_ID = 16;

  private final List<MasterKey> keys;

  private MasterKeyRing(List<MasterKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /// A ring of one new random key.
  public static MasterKeyRing generate(SecureRandom random) {
    byte[] id = new byte[8];
    Base62.random(random, id, 0, id.length);
    byte[] key = new byte[MasterKey.LENGTH];
    random.nextBytes(key);
    MasterKeyRing ring =
        new MasterKeyRing(List.of(new MasterKey(new String(id, UTF_8), Secret.copyOf(key))));
    Arrays.fill(key, (byte) 0);
    return ring;
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException naming the line and what is wrong with it, never its content
  public static MasterKeyRing parse(Secret text) {
    List<MasterKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.revealText().lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      MasterKey key = parseLine(number, line);
      for (MasterKey other : keys) {
        require(!other.id().equals(key.id()), number, "repeats the id of an earlier line");
        require(!other.key().matches(key.key()), number, "repeats the key of an earlier line");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no master key, expected 'keyId base64url'");
    }
    return new MasterKeyRing(keys);
  }

  /// The text form, for the file that keeps the ring.
  public Secret print() {
    StringBuilder text = new StringBuilder();
    for (MasterKey key : keys) {
      String encoded = key.key().reveal(Base64.getUrlEncoder().withoutPadding()::encodeToString);
      text.append(key.id()).append(' ').append(encoded).append('\n');
    }
    return Secret.of(text.toString());
  }

  /// Ids of all keys, the current one first.
  public List<String> keyIds() {
    return keys.stream().map(MasterKey::id).toList();
  }

  /// A tag over `parts` by the current key. The number and the lengths of the parts count: `ab`,
  /// `c` and `a`, `bc` differ.
  public Tag tag(Purpose purpose, byte[]... parts) {
    MasterKey current = keys.getFirst();
    return Tag.of(current.id(), current.mac(purpose, parts));
  }

  /// The tags over `parts` by every key, the current one first: where something may be filed under
  /// an older key.
  public List<Tag> tags(Purpose purpose, byte[]... parts) {
    return keys.stream().map(key -> Tag.of(key.id(), key.mac(purpose, parts))).toList();
  }

  /// Whether `tag` was made over `parts` by a key of this ring; constant time. False if the ring
  /// does not have the tag's key.
  public boolean verify(Purpose purpose, Tag tag, byte[]... parts) {
    Optional<MasterKey> maker = key(tag.keyId());
    return maker.isPresent() && MessageDigest.isEqual(maker.get().mac(purpose, parts), tag.mac());
  }

  /// HMAC-SHA256 over `text` as it stands, by the key of this id: the signature of HS256 (RFC 7518
  /// §3.2) under a key that is derived for `purpose` alone.
  ///
  /// @return empty if the ring does not have that key
  public Optional<byte[]> sign(String keyId, Purpose purpose, byte[] text) {
    return key(keyId).map(key -> key.sign(purpose, text));
  }

  /// Four numbers that are the same for all who have the same current key, and that nobody else can
  /// know: to begin something with that all of them do alike.
  public RandomGenerator seeds(Purpose purpose) {
    return ByteBuffer.wrap(keys.getFirst().mac(purpose)).asLongBuffer()::get;
  }

  Optional<MasterKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /// Whether `text` may name a master key: 1 to 16 ASCII letters and digits.
  static boolean isKeyId(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length < 1 || bytes.length > MAX_ID) {
      return false;
    }
    for (byte b : bytes) {
      if (!Base62.isDigit(b)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "MasterKeyRing" + keyIds();
  }

  private static MasterKey parseLine(int number, String line) {
    int space = line.indexOf(' ');
    require(space > 0, number, "expected 'keyId base64url'");
    String id = line.substring(0, space);
    require(isKeyId(id), number, "the id has 1 to " + MAX_ID + " ASCII letters and digits");
    String encoded = line.substring(space + 1);
    // 43 characters hold 258 bits: the last one has to end in two zero bits, or two texts would be
    // one
    // key.
    require(
        encoded.length() == 43
            && encoded.chars().allMatch(MasterKeyRing::isBase64Url)
            && "AEIMQUYcgkosw048".indexOf(encoded.charAt(42)) >= 0,
        number,
        "the key is not 43 characters of base64url (32 bytes without padding)");
    return new MasterKey(id, Secret.copyOf(Base64.getUrlDecoder().decode(encoded)));
  }

  private static boolean isBase64Url(int c) {
    return c == '-' || c == '_' || (c < 128 && Base62.isDigit((byte) c));
  }

  private static void require(boolean holds, int line, String what) {
    if (!holds) {
      throw new IllegalArgumentException("master keys, line " + line + ": " + what);
    }
  }
}
