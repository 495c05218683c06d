package dev.memwarden.benchmarks.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/// What others verify tokens with, set up as their documents say: one object that is made once and
/// used for every token, with the key in it, one algorithm, and expiry, issuer and audience
/// required.
final class Libraries {
  private Libraries() {}

  /// Verifies a token.
  @FunctionalInterface
  interface Verifier {

    /// What a good token says.
    ///
    /// @throws IllegalStateException if it is refused, or cannot be verified
    Object verify(String token);
  }

  /// Nimbus JOSE+JWT. Verifies EdDSA with another provider (Tink) only.
  static Verifier nimbus(TokenKey key) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(JWSAlgorithm.parse(key.algorithm()), nimbusSource(key)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            TokenClaims.AUDIENCE,
            new JWTClaimsSet.Builder().issuer(TokenClaims.ISSUER).build(),
            Set.of("exp")));
    SecurityContext none = null;
    return token -> {
      try {
        return processor.process(token, none);
      } catch (ParseException | BadJOSEException | JOSEException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static JWKSource<SecurityContext> nimbusSource(TokenKey key) {
    if (key.secret().isPresent()) {
      return new ImmutableSecret<>(key.secret().get().getBytes(UTF_8));
    }
    try {
      return new ImmutableJWKSet<>(JWKSet.parse(key.jwks()));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Auth0's java-jwt. Does not know EdDSA.
  static Verifier auth0(TokenKey key) {
    Algorithm algorithm =
        switch (key.algorithm()) {
          case "HS256" -> Algorithm.HMAC256(key.secret().orElseThrow());
          case "RS256" -> Algorithm.RSA256((RSAPublicKey) key.publicKey(), null);
          case "ES256" -> Algorithm.ECDSA256((ECPublicKey) key.publicKey(), null);
          default -> throw new IllegalArgumentException("java-jwt does not know EdDSA");
        };
    JWTVerifier verifier =
        JWT.require(algorithm)
            .withIssuer(TokenClaims.ISSUER)
            .withAudience(TokenClaims.AUDIENCE)
            .withClaimPresence("exp")
            .build();
    return verifier::verify;
  }

  /// JJWT with Jackson.
  static Verifier jjwt(TokenKey key) {
    JwtParserBuilder builder = Jwts.parser();
    Key verifying = key(key);
    if (verifying instanceof SecretKey secret) {
      builder.verifyWith(secret);
    } else {
      builder.verifyWith(key.publicKey());
    }
    JwtParser parser =
        builder.requireIssuer(TokenClaims.ISSUER).requireAudience(TokenClaims.AUDIENCE).build();
    return parser::parseSignedClaims;
  }

  /// jose4j.
  static Verifier jose4j(TokenKey key) {
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setRequireExpirationTime()
            .setExpectedIssuer(TokenClaims.ISSUER)
            .setExpectedAudience(TokenClaims.AUDIENCE)
            .setVerificationKey(key(key))
            .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, key.algorithm())
            .build();
    return token -> {
      try {
        return consumer.processToClaims(token);
      } catch (InvalidJwtException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static Key key(TokenKey key) {
    return key.secret().isPresent()
        ? new SecretKeySpec(key.secret().get().getBytes(UTF_8), "HmacSHA256")
        : key.publicKey();
  }
}
