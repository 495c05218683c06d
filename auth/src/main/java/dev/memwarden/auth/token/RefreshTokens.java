package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes and reads refresh tokens: JWTs that nobody but this server reads, signed with HS256 under
/// a key that is derived from a master key for this purpose alone. Their `typ`, `aud` and keys keep
/// them apart from every other kind of token (RFC 8725 §3.11, §3.12).
public final class RefreshTokens {
  private static final String TYPE = "refresh+jwt";
  private static final String AUDIENCE = "urn:memwarden:refresh";
  private static final Pattern ID = Pattern.compile("([0-9a-f]{24})\\.([1-9][0-9]{0,8})");
  private static final JsonFactory JSON = new JsonFactory();

  private final MasterKeyRing ring;

  public RefreshTokens(MasterKeyRing ring) {
    this.ring = ring;
  }

  /// Id of the master key that new tokens are signed under.
  public String masterKey() {
    return ring.keyIds().getFirst();
  }

  /// The token. The same every time.
  ///
  /// @throws StoreUnavailableException if its master key is gone
  public Secret write(RefreshToken token) {
    StringWriter claims = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), claims)) {
      json.writeStartObject();
      json.writeStringProperty("aud", AUDIENCE);
      json.writeNumberProperty("exp", token.expiresAt().getEpochSecond());
      json.writeNumberProperty("iat", token.issuedAt().getEpochSecond());
      json.writeStringProperty("jti", token.family() + "." + token.number());
      json.writeStringProperty("client_id", token.client());
      json.writeEndObject();
    }
    String header =
        "{\"alg\":\"HS256\",\"typ\":\"" + TYPE + "\",\"kid\":\"" + token.masterKey() + "\"}";
    return JwsWriter.write(
        header.getBytes(UTF_8),
        claims.toString().getBytes(UTF_8),
        text ->
            ring.sign(token.masterKey(), Purpose.REFRESH_TOKEN, text)
                .orElseThrow(() ->
                    new StoreUnavailableException("the master key of a refresh token is gone")));
  }

  /// The token that `text` is; whether it still works was not looked at.
  ///
  /// @return empty if it was not minted here
  public Optional<RefreshToken> read(Secret text) {
    return PresentedToken.lend(text, this::read).flatMap(token -> token);
  }

  private Optional<RefreshToken> read(PresentedToken presented) {
    CompactJws jws = presented.jws();
    JoseHeader header = jws.header();
    if (!header.algorithm().equals(HmacKey.ALGORITHM)
        || !header.type().equals(Optional.of(TYPE))
        || header.keyId().isEmpty()) {
      return Optional.empty();
    }
    String masterKey = header.keyId().get();
    return jws.isSignedBy(text -> ring.sign(masterKey, Purpose.REFRESH_TOKEN, text))
        ? jws.object()
            .flatMap(all -> Claims.of(all).flatMap(claims -> token(claims, all, masterKey)))
        : Optional.empty();
  }

  private static Optional<RefreshToken> token(Claims claims, Members all, String masterKey) {
    Matcher id = ID.matcher(claims.id().orElse(""));
    Optional<String> client = text(all, "client_id");
    if (!claims.audience().equals(Optional.of(List.of(AUDIENCE)))
        || !id.matches()
        || client.isEmpty()
        || claims.issuedAt().isEmpty()
        || claims.expiresAt().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RefreshToken(
            id.group(1),
            Integer.parseInt(id.group(2)),
            client.get(),
            masterKey,
            claims.issuedAt().get(),
            claims.expiresAt().get()));
  }

  private static Optional<String> text(Members members, String name) {
    return members.member(name).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }
}
