package dev.memwarden.auth.token;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/// A public key for one algorithm.
final class SignatureKey implements VerificationKey {
  private final SignatureAlgorithm algorithm;
  private final PublicKey key;
  private final int signatureLength;

  SignatureKey(SignatureAlgorithm algorithm, PublicKey key, int signatureLength) {
    this.algorithm = algorithm;
    this.key = key;
    this.signatureLength = signatureLength;
  }

  @Override
  public String algorithm() {
    return algorithm.word();
  }

  @Override
  public boolean verifies(byte[] text, int length, byte[] signature) {
    if (signature.length != signatureLength) {
      return false;
    }
    try {
      Signature verifier = algorithm.verifier();
      verifier.initVerify(key);
      verifier.update(text, 0, length);
      return verifier.verify(signature);
    } catch (SignatureException _) {
      // What is no signature at all: a number out of range, a point that is none.
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the key was read for this algorithm", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 25 on has " + algorithm.word(), e);
    }
  }
}
