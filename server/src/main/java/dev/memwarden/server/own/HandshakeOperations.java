package dev.memwarden.server.own;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.oauth.GrantJson;
import java.util.List;
import java.util.Optional;

/// What the documents say about [HandshakeRoutes].
final class HandshakeOperations {
  private static final Schema TEXT = new Schema.Text(1, Integer.MAX_VALUE);
  private static final Field SCOPE =
      Field.optional("scope", TEXT, "all that the tokens shall allow, such as `memory:read chat`");
  private static final Field TOKEN =
      Field.optional("refresh_token", TEXT, "the token, unless it is in a header");

  static final Operation AUTH =
      Operation.of(
              "openLogin",
              "Trade my key for tokens",
              "A working token to send in place of the key, and a refresh token for the next ones.",
              Content.json(GrantJson.SCHEMA, GrantJson.EXAMPLE))
          .explained(
              "Show the key as everywhere else. The tokens allow at most what it does, and end with"
                  + " it.")
          .taking(body("LoginRequest", SCOPE), "{\"scope\": \"memory:read chat\"}")
          .or(exceeded());

  static final Operation REFRESH =
      Operation.of(
              "refreshLogin",
              "Trade my refresh token for the next tokens",
              "The next pair.",
              Content.json(GrantJson.SCHEMA, GrantJson.EXAMPLE))
          .explained(
              "Show the refresh token as a credential, or in the body. It is used by that: if it comes"
                  + " again within 30 seconds, from the same address, before its successor was used,"
                  + " the reply is the same successor again; a copy that comes later ends all tokens"
                  + " that came from the same showing of the key.")
          .taking(body("RefreshRequest", TOKEN, SCOPE), "{\"refresh_token\": \"eyJ…\"}")
          .or(exceeded());

  static final Operation LOGOUT =
      Operation.of(
              "endLogin",
              "End my tokens",
              "No token that came from the same showing of the key works any more.",
              Content.json(
                  Schema.object(
                      "LoggedOut", Field.of("logged_out", new Schema.Flag(), "that it is done")),
                  "{\"logged_out\": true}"))
          .explained("Show any of them: the working or the refresh token.")
          .taking(body("LogoutRequest", TOKEN), "{\"refresh_token\": \"eyJ…\"}");

  private HandshakeOperations() {}

  private static Schema body(String name, Field... fields) {
    return new Schema.Fields(name, List.of(fields), true);
  }

  private static Result exceeded() {
    return new Result(
        403,
        "You wish for more than you have.",
        new Content(
            ProblemReply.MEDIA_TYPE,
            ProblemReply.SCHEMA,
            Optional.of(
                """
                {"type": "urn:memwarden:problem:not-within", "title": "Not yours to give",
                 "status": 403, "detail": "the scope goes beyond what you may do"}
                """)));
  }
}
