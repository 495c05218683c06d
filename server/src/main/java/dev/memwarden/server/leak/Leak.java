package dev.memwarden.server.leak;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/// One text that a code host has found.
///
/// @param token the text
/// @param type what the host calls texts of this kind
/// @param url where it was found, if that is known
public record Leak(Secret token, Optional<String> type, Optional<String> url) {

  /// Longest reason, in characters: as of one that is given by hand.
  static final int MAX_REASON = 200;

  private static final String REASON = "reported as leaked";
  private static final Pattern KEY = Pattern.compile(KeyText.PATTERN);
  // Of RFC 3986 in ASCII: nothing that could end a line, or turn it round.
  private static final Pattern URL = Pattern.compile("https?://[!-~]+");

  /// SHA-256 of the text, in Base64: what the host is answered with.
  String hash() {
    return Base64Text.encode(token.reveal(Leak::sha256));
  }

  /// Why the key is revoked, in one line that its owner and the audit log may see: with the place,
  /// if that is a URL, without any key that stands in there.
  String reason() {
    String place =
        url.filter(text -> URL.matcher(text).matches())
            .filter(text -> !text.contains(token.revealText()))
            .map(text -> ": " + KEY.matcher(text).replaceAll("sks-…"))
            .orElse("");
    String all = REASON + place;
    return all.length() <= MAX_REASON ? all : all.substring(0, MAX_REASON - 1) + "…";
  }

  private static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
