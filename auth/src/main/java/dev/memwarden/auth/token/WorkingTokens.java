package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes and reads working tokens: JWTs for OAuth access tokens (RFC 9068), signed with RS256.
///
/// Beside the claims of the RFC, `memwarden` says exactly whom the token proves and where it may
/// act, so that a reader of it need ask nobody.
public final class WorkingTokens {
  /// `typ` of a working token (RFC 9068 §2.1).
  static final String TYPE = "at+jwt";

  static final String OWN_CLAIM = "memwarden";

  private static final JsonFactory JSON = new JsonFactory();

  private WorkingTokens() {}

  /// What a text turned out to be.
  public sealed interface Read {

    /// A working token that was minted here; whether it still works was not looked at.
    record Signed(WorkingToken token) implements Read {}

    /// None.
    record Not(Refusal why) implements Read {}
  }

  /// The token, signed.
  ///
  /// @param issuer also the audience: the server that mints is the one that is to be asked
  public static Secret write(WorkingToken token, String issuer, SigningKey key) {
    StringWriter claims = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), claims)) {
      json.writeStartObject();
      json.writeStringProperty("iss", issuer);
      json.writeStringProperty("sub", token.subject());
      json.writeStringProperty("aud", issuer);
      json.writeNumberProperty("exp", token.expiresAt().getEpochSecond());
      json.writeNumberProperty("iat", token.issuedAt().getEpochSecond());
      json.writeStringProperty("jti", token.id().toString());
      json.writeStringProperty("client_id", token.client());
      json.writeStringProperty("scope", token.scope());
      json.writeName(OWN_CLAIM);
      writeOwn(json, token);
      json.writeEndObject();
    }
    String header = "{\"alg\":\"RS256\",\"typ\":\"" + TYPE + "\",\"kid\":\"" + key.id() + "\"}";
    return JwsWriter.write(header.getBytes(UTF_8), claims.toString().getBytes(UTF_8), key::sign);
  }

  private static void writeOwn(JsonGenerator json, WorkingToken token) {
    json.writeStartObject();
    json.writeStringProperty("tenant", token.principal().tenant());
    json.writeStringProperty("kind", token.principal().kind().word());
    json.writeStringProperty("id", token.principal().id());
    json.writeObjectPropertyStart("box");
    Box box = token.ceiling().box();
    for (Axis axis : Axis.values()) {
      switch (box.on(axis)) {
        case Extent.Any _ -> {}
        case Extent.One(String value) -> json.writeStringProperty(axis.word(), value);
        case Extent.None _ -> json.writeNullProperty(axis.word());
      }
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("networks");
    for (Network network : token.ceiling().networks()) {
      json.writeString(network.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// The same for a text of which nothing is known.
  public static Read read(Secret text, String issuer, Function<String, Optional<SigningKey>> keys) {
    return PresentedToken.lend(text, presented -> read(presented, issuer, keys))
        .orElseGet(() -> new Read.Not(Refusal.MALFORMED_TOKEN));
  }

  /// Reads a token that was presented: form, then signature, then claims.
  ///
  /// @param issuer this server's name now; tokens of another name are none of ours
  /// @param keys finds keys that sign, or did so lately, by their id
  public static Read read(
      PresentedToken presented, String issuer, Function<String, Optional<SigningKey>> keys) {
    CompactJws jws = presented.jws();
    Optional<Refusal> other = refusal(presented);
    if (other.isPresent()) {
      return new Read.Not(other.get());
    }
    Optional<SigningKey> key = jws.header().keyId().flatMap(keys);
    if (key.isEmpty()) {
      return new Read.Not(Refusal.UNKNOWN_SIGNING_KEY);
    }
    if (!jws.isSignedBy(key.get().verifier())) {
      return new Read.Not(Refusal.BAD_SIGNATURE);
    }
    Optional<Claims> claims = jws.object().flatMap(Claims::of);
    if (claims.isEmpty()) {
      return new Read.Not(Refusal.MALFORMED_TOKEN);
    }
    if (!claims.get().issuer().equals(Optional.of(issuer))) {
      return new Read.Not(Refusal.UNKNOWN_ISSUER);
    }
    if (claims.get().audience().filter(names -> names.contains(issuer)).isEmpty()) {
      return new Read.Not(Refusal.WRONG_AUDIENCE);
    }
    return WorkingTokenClaims.token(claims.get(), jws.object().orElseThrow())
        .<Read>map(Read.Signed::new)
        .orElseGet(() -> new Read.Not(Refusal.MALFORMED_TOKEN));
  }

  /// Why the header alone says that it is no working token, if it does.
  public static Optional<Refusal> refusal(PresentedToken presented) {
    JoseHeader header = presented.jws().header();
    if (!header.algorithm().equals(SignatureAlgorithm.RS256.word())) {
      return Optional.of(Refusal.WRONG_ALGORITHM);
    }
    if (header.type().filter(type -> type.toLowerCase(Locale.ROOT).equals(TYPE)).isEmpty()) {
      return Optional.of(Refusal.WRONG_TOKEN_TYPE);
    }
    return header.keyId().isEmpty() ? Optional.of(Refusal.NO_KEY_ID) : Optional.empty();
  }
}
