package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/// An RSA key that signs working tokens with RS256 and nothing else. Thread-safe.
public final class SigningKey {
  private static final int BITS = 2048;
  private static final String RSA = "RSA";

  private final String id;
  private final RSAPrivateCrtKey key;
  private final SignatureKey verifier;

  private SigningKey(RSAPrivateCrtKey key) {
    this.key = key;
    this.id = thumbprint(key);
    this.verifier = verifier(key);
  }

  /// A new key. **Cost**: some tenths of a second.
  public static SigningKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(RSA);
      generator.initialize(new RSAKeyGenParameterSpec(BITS, RSAKeyGenParameterSpec.F4), random);
      return of(generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  /// Reads what [#encoded] gave.
  ///
  /// @throws IllegalArgumentException if it is nothing like it
  public static SigningKey parse(Secret encoded) {
    return encoded.reveal(bytes -> {
      try {
        return of(KeyFactory.getInstance(RSA).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("no RSA key", e);
      }
    });
  }

  private static SigningKey of(PrivateKey key) {
    if (key instanceof RSAPrivateCrtKey full) {
      return new SigningKey(full);
    }
    throw new IllegalArgumentException("an RSA key without its public half");
  }

  /// `kid`: the thumbprint of the public key (RFC 7638), 43 characters.
  public String id() {
    return id;
  }

  /// The whole key, to be sealed (PKCS #8).
  public Secret encoded() {
    return Secret.copyOf(key.getEncoded());
  }

  /// The public half as a JSON Web Key (RFC 7517).
  public String jwk() {
    return "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(id, number(key.getModulus()), number(key.getPublicExponent()));
  }

  /// The signature over `text`. **Cost**: about a millisecond.
  byte[] sign(byte[] text) {
    try {
      Signature signer = SignatureAlgorithm.RS256.verifier();
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was made for this", e);
    }
  }

  VerificationKey verifier() {
    return verifier;
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }

  private static SignatureKey verifier(RSAPrivateCrtKey key) {
    try {
      return new SignatureKey(
          SignatureAlgorithm.RS256,
          KeyFactory.getInstance(RSA)
              .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
          (key.getModulus().bitLength() + 7) / 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an RSA key has a public half", e);
    }
  }

  private static String thumbprint(RSAPrivateCrtKey key) {
    String members =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
            .formatted(number(key.getPublicExponent()), number(key.getModulus()));
    return new String(Base64Url.encode(Sha256.of(members.getBytes(UTF_8))), US_ASCII);
  }

  // Without a leading zero for the sign (RFC 7518 §2).
  private static String number(BigInteger number) {
    byte[] signed = number.toByteArray();
    int start = signed[0] == 0 && signed.length > 1 ? 1 : 0;
    return new String(Base64Url.encode(Arrays.copyOfRange(signed, start, signed.length)), US_ASCII);
  }
}
