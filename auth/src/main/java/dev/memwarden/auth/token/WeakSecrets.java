package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Tells secrets that anybody could guess. Whoever knows one can make tokens for everybody.
final class WeakSecrets {

  /// A key for HS256 has at least as many bytes as its digest (RFC 7518 §3.2).
  static final int MIN_LENGTH = 32;

  // Long enough, and in documentation, default settings or specifications for all to read.
  private static final Set<String> PUBLISHED =
      Set.of(
          "do-not-use-this-secret-in-production",
          "a-string-secret-at-least-256-bits-long",
          "a-valid-string-secret-that-is-at-least-384-bits-long",
          "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
          "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
          "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg");

  // Random text of 32 hexadecimal digits has fewer once in a billion times.
  private static final int MIN_DIFFERENT = 6;

  private WeakSecrets() {}

  /// What is wrong with `secret`, without any of it; empty if it may be used.
  static Optional<String> weakness(Secret secret) {
    if (secret.length() < MIN_LENGTH) {
      return Optional.of("has fewer than " + MIN_LENGTH + " bytes");
    }
    return secret.reveal(WeakSecrets::weakness);
  }

  private static Optional<String> weakness(byte[] secret) {
    String text = new String(secret, StandardCharsets.UTF_8).strip();
    if (PUBLISHED.contains(text) || isPlaceholder(text)) {
      return Optional.of("is published as an example");
    }
    return repeatsItself(secret) || text.chars().distinct().count() < MIN_DIFFERENT
        ? Optional.of("repeats itself")
        : Optional.empty();
  }

  // As documentation writes "put yours here".
  private static boolean isPlaceholder(String text) {
    return text.startsWith("<") && text.endsWith(">");
  }

  // Whether it is a shorter text again and again.
  private static boolean repeatsItself(byte[] text) {
    for (int period = 1; period <= text.length / 2; period++) {
      int same = 0;
      while (same < text.length - period && text[same] == text[same + period]) {
        same++;
      }
      if (same == text.length - period) {
        return true;
      }
    }
    return false;
  }
}
