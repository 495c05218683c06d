package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import java.util.List;
import java.util.Optional;

/// What the documents say about [TokenRoutes] and [AuthTokenRoutes].
final class TokenOperations {
  private static final Schema OWNER = new Schema.Text(1, Axis.MAX_LENGTH).orNull();

  private static final Schema.Fields TOKEN =
      Schema.object(
          "AuthToken",
          Field.of("description", Schema.text(), "what it is for"),
          Field.of("created_at", Schema.time(), "when it was made"),
          Field.of("expires_at", Schema.time().orNull(), "when it ends by itself"),
          Field.of("hash", Schema.text(), "what is kept of it"),
          Field.of("id", Schema.text(), "id of the key that it is"));

  private static final String SHOWN =
      """
      "description": "ingest", "created_at": "2026-11-22T12:00:00Z", "expires_at": null,
       "hash": "sha256$$2c26b46b68ffc68f", "id": "4bK2mQ8xT0aZ7nLp"}\
      """;

  static final Operation LIST =
      Operation.of(
              "adminListAuthTokens",
              "List tokens as Redis AMS has them",
              "A page of the keys in reach that were not revoked, each as such a token.",
              Pages.content("AuthTokenPage", "tokens", TOKEN, "{" + SHOWN))
          .taking(Pages.parameters());

  static final Operation ADD =
      new Operation(
              "adminAddAuthToken",
              "Make a token as Redis AMS does",
              "An API key for `memory:*` and `chat`. Of the service `default`, unless `user` or"
                  + " `service` says otherwise. Its text is in the reply, and is never shown again.",
              List.of(),
              List.of(),
              Optional.of(
                  Content.json(
                      Schema.closed(
                          "AuthTokenWish",
                          Field.optional("user", OWNER, "whose it shall be, if a user's"),
                          Field.optional(
                              "service",
                              OWNER,
                              "whose it shall be, if a service's; not beside `user`"),
                          Field.optional(
                              "description",
                              new Schema.Text(0, AuthTokenRoutes.MAX_DESCRIPTION).orNull(),
                              "what it is for"),
                          Field.optional("expires_at", Schema.time().orNull(), "when it ends")),
                      "{\"service\": \"ingest\", \"description\": \"ingest\"}")),
              List.of(
                  new Result(
                      201,
                      "The new token.",
                      Content.json(
                          KeyOperations.with(
                              "NewAuthToken",
                              KeyOperations.with(
                                  "NewAuthToken",
                                  TOKEN,
                                  Field.of("token", Schema.text(), "the token: shown this once")),
                              KeyOperations.WARNING),
                          "{\"token\": \"sks-…\", " + SHOWN))))
          .or(
              Replies.documented(
                  409, "Its owner was deleted.", "user:alice was deleted; enable it first"));

  static final Operation REVOKE =
      Operation.of(
              "adminRevokeToken",
              "Revoke a token",
              "Its id; it is refused from now on.",
              Content.json(
                  Schema.object(
                      "RevokedToken",
                      Field.of("id", Schema.text(), "names it"),
                      Field.of("revoked_reason", Schema.text(), "why")),
                  "{\"id\": \"jwt7f83b1657ff1fc53b92dc181\", \"revoked_reason\": \"lost\"}"))
          .explained("One that is signed: for keys, see their own route.")
          .taking(
              Schema.closed(
                  "TokenRevocation",
                  Field.of(
                      "token",
                      new Schema.Text(1, Integer.MAX_VALUE),
                      "the token, or its id as `whoami` shows it"),
                  KeyOperations.REASON),
              "{\"token\": \"jwt7f83b1657ff1fc53b92dc181\", \"reason\": \"lost\"}")
          .or(
              Replies.documented(
                  404,
                  "That is no token in reach, nor the id of one.",
                  "that is no token that is taken here, nor the id of one"));

  private TokenOperations() {}
}
