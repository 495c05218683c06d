package dev.memwarden.auth.token;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/// The algorithms with a public key that are verified (RFC 7518 §3.3 to §3.5, RFC 8037, RFC 9864).
public enum SignatureAlgorithm {
  RS256("RS256", Family.RSA, "SHA256withRSA"),
  RS384("RS384", Family.RSA, "SHA384withRSA"),
  RS512("RS512", Family.RSA, "SHA512withRSA"),
  PS256("PS256", Family.RSA, "RSASSA-PSS"),
  PS384("PS384", Family.RSA, "RSASSA-PSS"),
  PS512("PS512", Family.RSA, "RSASSA-PSS"),
  ES256("ES256", Family.P256, "SHA256withECDSAinP1363Format"),
  ES384("ES384", Family.P384, "SHA384withECDSAinP1363Format"),
  ES512("ES512", Family.P521, "SHA512withECDSAinP1363Format"),
  ED25519("Ed25519", Family.ED25519, "Ed25519"),
  /// The older name for Ed25519, of keys that are declared so.
  EDDSA("EdDSA", Family.ED25519, "Ed25519");

  /// What a key must be like.
  enum Family {
    RSA,
    P256,
    P384,
    P521,
    ED25519
  }

  private final String word;
  private final Family family;
  private final String jdkName;

  SignatureAlgorithm(String word, Family family, String jdkName) {
    this.word = word;
    this.family = family;
    this.jdkName = jdkName;
  }

  /// The value of `alg`.
  public String word() {
    return word;
  }

  /// The algorithm of exactly this word.
  public static Optional<SignatureAlgorithm> of(String word) {
    for (SignatureAlgorithm algorithm : values()) {
      if (algorithm.word.equals(word)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  Family family() {
    return family;
  }

  Signature verifier() throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(jdkName);
    switch (this) {
      case PS256 -> verifier.setParameter(pss("SHA-256", MGF1ParameterSpec.SHA256, 32));
      case PS384 -> verifier.setParameter(pss("SHA-384", MGF1ParameterSpec.SHA384, 48));
      case PS512 -> verifier.setParameter(pss("SHA-512", MGF1ParameterSpec.SHA512, 64));
      case RS256, RS384, RS512, ES256, ES384, ES512, ED25519, EDDSA -> {}
    }
    return verifier;
  }

  // The salt is as long as the digest (RFC 7518 §3.5).
  private static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int salt) {
    return new PSSParameterSpec(digest, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
  }
}
