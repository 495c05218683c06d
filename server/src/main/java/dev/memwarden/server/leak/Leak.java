package dev.memwarden.server.leak;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Sha256;
import dev.memwarden.auth.key.KeyText;
import java.util.Optional;
import java.util.regex.Pattern;

/// One text that a code host has found.
///
/// @param token the text
/// @param hash SHA-256 of the text, in Base64: what the host is answered with
/// @param type what the host calls texts of this kind
/// @param url where it was found, if that is known
public record Leak(Secret token, String hash, Optional<String> type, Optional<String> url) {

  /// Longest reason, in characters: as of one that is given by hand.
  static final int MAX_REASON = 200;

  private static final String REASON = "reported as leaked";
  private static final Pattern KEY = Pattern.compile(KeyText.PATTERN);
  // Of RFC 3986 in ASCII: nothing that could end a line, or turn it round.
  private static final Pattern URL = Pattern.compile("https?://[!-~]+");

  static Leak of(Secret token, Optional<String> type, Optional<String> url) {
    return new Leak(token, Base64Text.encode(token.reveal(Sha256::of)), type, url);
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
}
