package dev.memwarden.server.oauth;

import dev.memwarden.auth.handshake.Grant;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;

/// How tokens are handed out, by whichever route (RFC 6749 §5.1).
public final class GrantJson {
  /// What a reply with tokens looks like.
  public static final Schema SCHEMA =
      Schema.object(
          "Tokens",
          Field.of("access_token", Schema.text(), "the working token: send it in place of a key"),
          Field.of("token_type", Schema.text(), "`Bearer`"),
          Field.of("expires_in", Schema.count(), "for how many seconds it works"),
          Field.of("refresh_token", Schema.text(), "gives the next pair, once"),
          Field.of("refresh_expires_in", Schema.count(), "for how many seconds it waits for that"),
          Field.of("scope", Schema.text(), "what the working token allows"));

  /// Such a reply.
  public static final String EXAMPLE =
      """
      {"access_token": "eyJ…", "token_type": "Bearer", "expires_in": 300,
       "refresh_token": "eyJ…", "refresh_expires_in": 604800,
       "scope": "memory:read memory:write memory:delete chat"}
      """;

  private GrantJson() {}

  /// The reply. No cache may keep it, which the pipeline says of every reply that is not open.
  public static Reply reply(Grant grant) {
    return Reply.json(
            200,
            Json.object()
                .put("access_token", grant.access().revealText())
                .put("token_type", "Bearer")
                .put("expires_in", grant.accessLasts().toSeconds())
                .put("refresh_token", grant.refresh().revealText())
                .put("refresh_expires_in", grant.refreshLasts().toSeconds())
                .put("scope", grant.token().scope()))
        .withHeader("Pragma", "no-cache");
  }
}
