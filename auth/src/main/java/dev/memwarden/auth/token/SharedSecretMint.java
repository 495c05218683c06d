package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Secret;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Makes tokens that a shared secret signs.
public final class SharedSecretMint {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8);

  private final SharedSecrets secrets;

  /// @param secrets the current one signs
  public SharedSecretMint(SharedSecrets secrets) {
    this.secrets = secrets;
  }

  /// What a token shall say.
  ///
  /// @param subject the user that it proves; empty for the service
  /// @param actions all that it allows; empty to leave that open
  /// @param expiresAt when it stops to work; whole seconds, what is beyond is cut off
  /// @param id names it, so that it can be revoked by name
  public record Wish(
      Optional<String> subject,
      Optional<Set<Action>> actions,
      Instant issuedAt,
      Optional<Instant> expiresAt,
      String id) {
    public Wish {
      actions = actions.map(Set::copyOf);
    }

    /// `scope`, if it has one.
    public Optional<String> scope() {
      return actions.map(
          all -> all.stream().sorted().map(Action::word).collect(Collectors.joining(" ")));
    }
  }

  /// The token without claims, byte for byte as `zep --generate-token` and `zepcli` make it: there
  /// is one for each secret.
  public Secret bare() {
    return sign("{}");
  }

  /// A token that says what is wished.
  public Secret mint(Wish wish) {
    StringWriter claims = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), claims)) {
      json.writeStartObject();
      wish.subject().ifPresent(subject -> json.writeStringProperty("sub", subject));
      wish.scope().ifPresent(scope -> json.writeStringProperty("scope", scope));
      json.writeNumberProperty("iat", wish.issuedAt().getEpochSecond());
      wish.expiresAt().ifPresent(end -> json.writeNumberProperty("exp", end.getEpochSecond()));
      json.writeStringProperty("jti", wish.id());
      json.writeEndObject();
    }
    return sign(claims.toString());
  }

  private Secret sign(String claims) {
    return JwsWriter.write(
        HEADER, claims.getBytes(UTF_8), text -> secrets.signer().sign(text, text.length));
  }
}
