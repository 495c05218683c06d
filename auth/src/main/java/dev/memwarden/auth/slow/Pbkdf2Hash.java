package dev.memwarden.auth.slow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2) and a key of 32 bytes.
public final class Pbkdf2Hash implements SlowHash {
  static final String ALGORITHM = "pbkdf2-sha256";

  /// Most rounds that are taken: about a second.
  public static final int MAX_ROUNDS = 5_000_000;

  private static final int LENGTH = 32;
  private static final int MAX_SALT = 64;
  private static final String B64 = "[A-Za-z0-9+/]{1,88}={0,2}";
  // As passlib writes it: base64 with a dot for the plus, and no padding.
  private static final Pattern PASSLIB =
      Pattern.compile(
          "\\$pbkdf2-sha256\\$([0-9]{1,7})\\$([A-Za-z0-9./]{1,86})\\$([A-Za-z0-9./]{43})");
  // As Django writes it: the salt is text.
  private static final Pattern DJANGO =
      Pattern.compile("pbkdf2_sha256\\$([0-9]{1,7})\\$([!-#%-~]{1,64})\\$([A-Za-z0-9+/]{43}=)");
  private static final Pattern STORED =
      Pattern.compile(ALGORITHM + "\\$([0-9]{1,7})\\.(" + B64 + ")\\$([A-Za-z0-9+/]{43}=)");

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private Pbkdf2Hash(int rounds, byte[] salt, byte[] hash) {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException("is a PBKDF2 hash of more than " + MAX_ROUNDS + " rounds");
    }
    if (salt.length > MAX_SALT || hash.length != LENGTH) {
      throw new IllegalArgumentException("is a PBKDF2 hash of another length");
    }
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /// Reads the forms of Django (`pbkdf2_sha256$…`) and passlib (`$pbkdf2-sha256$…`).
  ///
  /// @throws IllegalArgumentException if it is neither, or takes longer than anybody could wait
  public static Pbkdf2Hash read(String shown) {
    Matcher passlib = PASSLIB.matcher(shown);
    if (passlib.matches()) {
      return new Pbkdf2Hash(
          Integer.parseInt(passlib.group(1)),
          decoded(passlib.group(2).replace('.', '+')),
          decoded(passlib.group(3).replace('.', '+')));
    }
    Matcher django = DJANGO.matcher(shown);
    if (django.matches()) {
      return new Pbkdf2Hash(
          Integer.parseInt(django.group(1)),
          django.group(2).getBytes(UTF_8),
          decoded(django.group(3)));
    }
    throw new IllegalArgumentException("is no PBKDF2 hash of Django or passlib");
  }

  static Pbkdf2Hash parse(String stored) {
    Matcher form = STORED.matcher(stored);
    if (!form.matches()) {
      throw new IllegalArgumentException("is no PBKDF2 hash");
    }
    return new Pbkdf2Hash(
        Integer.parseInt(form.group(1)), decoded(form.group(2)), decoded(form.group(3)));
  }

  @Override
  public boolean proves(Secret text) {
    return MessageDigest.isEqual(hash, derive(text));
  }

  @Override
  public boolean mayProve(Secret text) {
    return true;
  }

  @Override
  public String stored() {
    Base64.Encoder base64 = Base64.getEncoder();
    return ALGORITHM
        + "$"
        + rounds
        + "."
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  @Override
  public String shown() {
    return stored();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pbkdf2Hash hash2 && stored().equals(hash2.stored());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  /// Never the hash: a log is no place for it.
  @Override
  public String toString() {
    return "Pbkdf2Hash[" + rounds + "]";
  }

  private byte[] derive(Secret text) {
    char[] chars = text.revealText().toCharArray();
    PBEKeySpec spec = new PBEKeySpec(chars, salt, rounds, LENGTH * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA-256", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(chars, '\0');
    }
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
