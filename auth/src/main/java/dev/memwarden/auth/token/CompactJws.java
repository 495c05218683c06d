package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.token.JsonValue.Members;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// A JWS in compact serialization (RFC 7515 §7.1), taken apart. That it could be says nothing about
/// who made it: [#isSignedBy] does. For one thread.
final class CompactJws {

  /// Longest token that is taken apart, in bytes: what comes after this costs too much to be done
  /// for anybody.
  static final int MAX_LENGTH = 8 * 1024;

  // What nearly every token begins with: reading it again each time would be a third of the work.
  private static final JoseHeader USUAL =
      new JoseHeader(HmacKey.ALGORITHM, Optional.of("JWT"), Optional.empty());
  private static final byte[] USUAL_TEXT =
      Base64Url.encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(US_ASCII));

  private final byte[] text;
  private final int signedLength;
  private final JoseHeader header;
  private final byte[] payload;
  private final byte[] signature;
  private Optional<Members> object = Optional.empty();
  private boolean isRead;

  private CompactJws(
      byte[] text, int signedLength, JoseHeader header, byte[] payload, byte[] signature) {
    this.text = text;
    this.signedLength = signedLength;
    this.header = header;
    this.payload = payload;
    this.signature = signature;
  }

  /// Takes `text` apart. It must stay as it is as long as the result is used.
  ///
  /// @return empty if it is anything but three parts in canonical base64url, of which the first is
  ///   a header that can be honoured
  static Optional<CompactJws> parse(byte[] text) {
    if (text.length > MAX_LENGTH) {
      return Optional.empty();
    }
    int first = -1;
    int second = -1;
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '.') {
        if (!Base64Url.isDigit(text[i])) {
          return Optional.empty();
        }
      } else if (first < 0) {
        first = i;
      } else if (second < 0) {
        second = i;
      } else {
        return Optional.empty();
      }
    }
    return second < 0 ? Optional.empty() : parse(text, first, second);
  }

  private static Optional<CompactJws> parse(byte[] text, int first, int second) {
    Optional<byte[]> payload = Base64Url.decode(text, first + 1, second);
    Optional<byte[]> signature = Base64Url.decode(text, second + 1, text.length);
    if (payload.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    return header(text, first)
        .map(header -> new CompactJws(text, second, header, payload.get(), signature.get()));
  }

  private static Optional<JoseHeader> header(byte[] text, int end) {
    return Arrays.equals(text, 0, end, USUAL_TEXT, 0, USUAL_TEXT.length)
        ? Optional.of(USUAL)
        : Base64Url.decode(text, 0, end).flatMap(JoseHeader::parse);
  }

  JoseHeader header() {
    return header;
  }

  /// What was signed. Not to be looked at before it is known by whom.
  byte[] payload() {
    return payload;
  }

  /// The object that was signed, read once; empty if it is none. Its `iss` may be looked at to find
  /// who has to have signed it, all else not before it is known that they have.
  Optional<Members> object() {
    if (!isRead) {
      object = StrictJson.object(payload);
      isRead = true;
    }
    return object;
  }

  /// Whether its signature is the one that `sign` makes over what is signed; constant time.
  boolean isSignedBy(Function<byte[], Optional<byte[]>> sign) {
    return sign.apply(Arrays.copyOf(text, signedLength))
        .filter(expected -> MessageDigest.isEqual(expected, signature))
        .isPresent();
  }

  /// Whether this says that it is for the algorithm of `key`, and is signed by it.
  boolean isSignedBy(VerificationKey key) {
    return header.algorithm().equals(key.algorithm())
        && key.verifies(text, signedLength, signature);
  }
}
