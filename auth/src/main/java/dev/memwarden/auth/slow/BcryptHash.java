package dev.memwarden.auth.slow;

import dev.memwarden.auth.Secret;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// bcrypt, in the form that all its programs write: `$2b$12$<salt><hash>`.
public final class BcryptHash implements SlowHash {
  static final String ALGORITHM = "bcrypt";

  /// Most bytes of a text: bcrypt does not see what comes after, and two texts would be one.
  public static final int MAX_TEXT = 72;

  /// Highest cost that is taken: each step doubles the time, and this one takes seconds.
  public static final int MAX_COST = 15;

  // As Redis AMS makes them: about 0.3 s.
  private static final int COST = 12;
  private static final int MIN_COST = 4;
  private static final int SALT = 16;
  private static final Pattern SHOWN =
      Pattern.compile("\\$(2[aby])\\$([0-9]{2})\\$([./A-Za-z0-9]{53})");
  private static final Pattern STORED =
      Pattern.compile(ALGORITHM + "\\$(2[aby])\\.([0-9]{2})\\$([./A-Za-z0-9]{53})");

  private final String version;
  private final String cost;
  private final String rest;

  private BcryptHash(String version, String cost, String rest) {
    this.version = version;
    this.cost = cost;
    this.rest = rest;
  }

  /// Reads the usual form.
  ///
  /// @throws IllegalArgumentException if it is none, or of a cost that nobody could wait for
  public static BcryptHash read(String shown) {
    return of(SHOWN.matcher(shown));
  }

  static BcryptHash parse(String stored) {
    return of(STORED.matcher(stored));
  }

  static BcryptHash of(Secret text, SecureRandom random) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("bcrypt takes at most " + MAX_TEXT + " bytes");
    }
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return read(text.reveal(bytes -> OpenBSDBCrypt.generate("2b", bytes, salt, COST)));
  }

  private static BcryptHash of(Matcher form) {
    if (!form.matches()) {
      throw new IllegalArgumentException("is no bcrypt hash such as $2b$12$…");
    }
    int cost = Integer.parseInt(form.group(2));
    if (cost < MIN_COST || cost > MAX_COST) {
      throw new IllegalArgumentException(
          "is a bcrypt hash of a cost that is not from " + MIN_COST + " to " + MAX_COST);
    }
    return new BcryptHash(form.group(1), form.group(2), form.group(3));
  }

  @Override
  public boolean proves(Secret text) {
    return mayProve(text) && text.reveal(bytes -> OpenBSDBCrypt.checkPassword(shown(), bytes));
  }

  @Override
  public boolean mayProve(Secret text) {
    return text.length() <= MAX_TEXT;
  }

  @Override
  public String stored() {
    return ALGORITHM + "$" + params() + "$" + rest;
  }

  @Override
  public String shown() {
    return "$" + version + "$" + cost + "$" + rest;
  }

  /// Version and cost, such as `2b.12`.
  String params() {
    return version + "." + cost;
  }

  /// Salt and hash.
  String rest() {
    return rest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BcryptHash hash && stored().equals(hash.stored());
  }

  @Override
  public int hashCode() {
    return stored().hashCode();
  }

  /// Never the hash: a log is no place for it.
  @Override
  public String toString() {
    return "BcryptHash[" + params() + "]";
  }
}
