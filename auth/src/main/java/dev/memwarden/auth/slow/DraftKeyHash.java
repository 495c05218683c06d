package dev.memwarden.auth.slow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.auth.Secret;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hash of a key as the draft of MemGPT made them (letta-ai/letta#1357): `sks-` and the base64
/// of `<id>:<secret>` without padding, where bcrypt saw the secret alone.
public final class DraftKeyHash implements SlowHash {
  static final String ALGORITHM = "sks-bcrypt";

  /// How such a key starts.
  public static final String PREFIX = "sks-";

  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final Pattern STORED =
      Pattern.compile(ALGORITHM + "\\$([0-9]{1,18})\\.(2[aby])\\.([0-9]{2})\\$([./A-Za-z0-9]{53})");
  // Whole groups of four; a group of two or three at the end stands for the padding left out.
  private static final Pattern KEY =
      Pattern.compile("sks-((?:[A-Za-z0-9+/]{4}){1,64}(?:[A-Za-z0-9+/]{2,3})?)");

  private final String id;
  private final BcryptHash secret;

  private DraftKeyHash(String id, BcryptHash secret) {
    this.id = id;
    this.secret = secret;
  }

  /// @param id the number of the row
  /// @param secret the hash of the secret
  /// @throws IllegalArgumentException if `id` is no number
  public static DraftKeyHash of(String id, BcryptHash secret) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("has an id that is no number");
    }
    return new DraftKeyHash(id, secret);
  }

  static DraftKeyHash parse(String stored) {
    Matcher form = STORED.matcher(stored);
    if (!form.matches()) {
      throw new IllegalArgumentException("is no hash of a key of the draft");
    }
    return new DraftKeyHash(
        form.group(1),
        BcryptHash.read("$" + form.group(2) + "$" + form.group(3) + "$" + form.group(4)));
  }

  @Override
  public boolean proves(Secret text) {
    return secretIn(text).filter(secret::proves).isPresent();
  }

  @Override
  public boolean mayProve(Secret text) {
    return secretIn(text).isPresent();
  }

  @Override
  public String stored() {
    return ALGORITHM + "$" + id + "." + secret.params() + "$" + secret.rest();
  }

  @Override
  public String shown() {
    return secret.shown();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DraftKeyHash hash && stored().equals(hash.stored());
  }

  @Override
  public int hashCode() {
    return stored().hashCode();
  }

  /// Never the hash: a log is no place for it.
  @Override
  public String toString() {
    return "DraftKeyHash[" + id + "]";
  }

  /// What stands behind the id; empty if the key is of another id or none at all.
  private Optional<Secret> secretIn(Secret text) {
    Matcher key = KEY.matcher(text.revealText());
    if (!key.matches()) {
      return Optional.empty();
    }
    byte[] decoded = Base64.getDecoder().decode(key.group(1));
    // One text for one key: bits that nobody reads must not make a second one.
    String canonical = Base64.getEncoder().withoutPadding().encodeToString(decoded);
    String pair = new String(decoded, US_ASCII);
    int colon = pair.indexOf(':');
    return canonical.equals(key.group(1)) && colon > 0 && pair.substring(0, colon).equals(id)
        ? Optional.of(Secret.of(pair.substring(colon + 1)))
        : Optional.empty();
  }
}
