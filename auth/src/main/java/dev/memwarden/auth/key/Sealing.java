package dev.memwarden.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Keeps secrets in the store so that whoever has the store alone cannot read them: AES-256-GCM
/// (NIST SP 800-38D) under a key that is derived from a master key. As text: `keyId:base64url`.
public final class Sealing {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final MasterKeyRing ring;
  private final SecureRandom random;
  private final String what;

  /// @param what kind of secret is sealed: what was sealed as one kind does not open as another
  public Sealing(MasterKeyRing ring, SecureRandom random, String what) {
    this.ring = ring;
    this.random = random;
    this.what = what;
  }

  /// Seals `secret` under the current master key.
  ///
  /// @param name goes with it: under another name it does not open
  public String seal(Secret secret, String name) {
    MasterKey master = ring.key(ring.keyIds().getFirst()).orElseThrow();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, master, nonce, name);
      byte[] sealed = secret.reveal(bytes -> finish(cipher, bytes));
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
      return master.id() + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES with GCM", e);
    }
  }

  /// What [#seal] sealed.
  ///
  /// @return empty if its master key is gone, or somebody has changed it
  public Optional<Secret> open(String sealed, String name) {
    int colon = sealed.indexOf(':');
    Optional<MasterKey> master =
        colon < 0 ? Optional.empty() : ring.key(sealed.substring(0, colon));
    if (master.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(sealed.substring(colon + 1));
      if (all.length < NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] opened =
          cipher(Cipher.DECRYPT_MODE, master.get(), nonce, name)
              .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      Secret secret = Secret.copyOf(opened);
      Arrays.fill(opened, (byte) 0);
      return Optional.of(secret);
    } catch (AEADBadTagException | IllegalArgumentException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES with GCM", e);
    }
  }

  private Cipher cipher(int mode, MasterKey master, byte[] nonce, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, master.sealing(what), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(UTF_8));
    return cipher;
  }

  private static byte[] finish(Cipher cipher, byte[] bytes) {
    try {
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES with GCM", e);
    }
  }
}
