package dev.memwarden.server.oauth;

import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import java.util.Locale;

/// Errors as OAuth has them (RFC 6749 §5.2, RFC 8707 §2).
enum OAuthError {
  INVALID_REQUEST(400),
  INVALID_CLIENT(401),
  INVALID_GRANT(400),
  INVALID_SCOPE(400),
  INVALID_TARGET(400),
  UNSUPPORTED_GRANT_TYPE(400);

  static final Schema SCHEMA =
      Schema.object(
          "OAuthError",
          Field.of("error", Schema.text(), "a word for programs (RFC 6749 §5.2)"),
          Field.optional("error_description", Schema.text(), "one sentence for a person"));

  /// How clients are asked who they are (RFC 6749 §5.2).
  private static final String CHALLENGE = "Basic realm=\"memwarden\"";

  private final int status;

  OAuthError(int status) {
    this.status = status;
  }

  /// The reply. Nothing of what was sent is repeated in it.
  Reply reply(String description) {
    Reply reply = reply(status, word(), description);
    return this == INVALID_CLIENT ? reply.withHeader("WWW-Authenticate", CHALLENGE) : reply;
  }

  /// A reply with another word, for what OAuth has none for.
  static Reply reply(int status, String word, String description) {
    return Reply.json(
        status, Json.object().put("error", word).put("error_description", description));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
