package dev.memwarden.server.http;

import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.TokenShape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the one credential of a request: `Authorization: Bearer|Token|Api-Key <credential>`, the
/// scheme in any case and exactly one space, or `X-API-Key: <credential>`. Nothing else ever is
/// one, neither query parameters nor cookies. A text in the form of a token ([TokenShape]) is a
/// [Credential.Bearer] wherever it stands, any other a [Credential.ApiKey].
///
/// The same credential given several times is one; different ones are [Credential.Conflicting] (RFC
/// 6750 §2). An empty value counts as absent. A credential is the bytes of the wire as they are:
/// well-formed UTF-8 without control characters, at most [#MAX_LENGTH].
public final class CredentialReader {

  /// Longest header value that is read, in bytes.
  public static final int MAX_LENGTH = 8 * 1024;

  private static final Set<String> SCHEMES = Set.of("bearer", "token", "api-key");
  private static final Credential NONE = new Credential.None();
  private static final Credential UNREADABLE = new Credential.Unreadable();
  private static final Credential CONFLICTING = new Credential.Conflicting();

  private CredentialReader() {}

  /// What these header fields present.
  public static Credential read(Headers headers) {
    List<String> authorizations = headers.all("Authorization");
    List<String> apiKeys = headers.all("X-API-Key");
    if (authorizations.isEmpty() && apiKeys.size() == 1) {
      String only = apiKeys.getFirst();
      return only.isEmpty() ? NONE : credential(only);
    }
    if (authorizations.size() == 1 && apiKeys.isEmpty()) {
      String only = authorizations.getFirst();
      return only.isEmpty() ? NONE : credential(afterScheme(only));
    }
    Set<String> texts = new LinkedHashSet<>();
    for (String authorization : authorizations) {
      if (!authorization.isEmpty()) {
        String text = afterScheme(authorization);
        // What cannot be read differs from whatever else there is: the space keeps it apart from
        // keys.
        texts.add(text.isEmpty() ? " " + authorization : text);
      }
    }
    for (String apiKey : apiKeys) {
      if (!apiKey.isEmpty()) {
        texts.add(apiKey);
      }
    }
    return switch (texts.size()) {
      case 0 -> NONE;
      case 1 -> credential(texts.iterator().next());
      default -> CONFLICTING;
    };
  }

  /// The credential behind the scheme; empty if the scheme is another one.
  private static String afterScheme(String authorization) {
    int space = authorization.indexOf(' ');
    if (space < 0 || !isScheme(authorization.substring(0, space))) {
      return "";
    }
    return authorization.substring(space + 1);
  }

  private static boolean isScheme(String word) {
    for (String scheme : SCHEMES) {
      if (scheme.equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  private static Credential credential(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(0) == ' ') {
      return UNREADABLE;
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean ascii = true;
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' || b == 127) {
        return UNREADABLE;
      }
      ascii &= b >= 0;
    }
    // Characters that are no single byte would all have become the same question mark.
    if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(text) || !ascii && !isText(bytes)) {
      return UNREADABLE;
    }
    Secret secret = Secret.copyOf(bytes);
    return TokenShape.isToken(bytes)
        ? new Credential.Bearer(secret)
        : new Credential.ApiKey(secret);
  }

  // Malformed bytes would all decode to the same replacement character: two keys would meet.
  private static boolean isText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .noneMatch(Character::isISOControl);
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
