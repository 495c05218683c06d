package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the documents say about [OwnDialect].
final class Operations {
  private static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  private static final String KEY =
      """
      "tenant": "default", "user": "alice", "name": "laptop", "description": null,
       "actions": ["memory:read", "memory:write", "memory:delete", "chat"],
       "box": {"tenant": "default"}, "networks": [], "signing_key": null,
       "rate_limit": "100/m", "max_memories": null, "created_at": "2026-11-22T12:00:00Z", "not_before": null,
       "expires_at": "2026-12-22T12:00:00Z", "last_used_at": null, "revoked_at": %s,
       "revoked_reason": %s, "replaced_by": null}\
      """;

  private static final String SHOWN =
      "{\"id\": \"4bK2mQ8xT0aZ7nLp\", " + KEY.formatted("null", "null");

  static final Operation WHOAMI =
      Operation.of(
              "whoami",
              "Say who I am",
              "Who the credential proves, and what it may do at most.",
              Content.json(
                  Schema.object(
                      "Whoami",
                      Field.of(
                          "principal",
                          Schema.object(
                              "Principal",
                              Field.of("kind", new Schema.Word(kinds()), "what it is"),
                              Field.of("id", ID, "who it is")),
                          "who you are"),
                      Field.of("tenant", ID, "where you belong"),
                      Field.of("actions", KeySchemas.ACTIONS, "what you may do at most"),
                      Field.of("box", KeySchemas.BOX, "where; an axis that is left out is open"),
                      Field.of(
                          "credential",
                          Schema.object(
                              "CredentialRef",
                              Field.of("kind", new Schema.Word(credentials()), "what it is"),
                              Field.of("id", Schema.text(), "names it; no secret"),
                              Field.of("expires_at", Schema.time().orNull(), "when it ends")),
                          "what proved it")),
                  """
                  {"principal": {"kind": "user", "id": "alice"}, "tenant": "default",
                   "actions": ["memory:read", "memory:write", "memory:delete", "chat"],
                   "box": {"tenant": "default"},
                   "credential": {"kind": "api_key", "id": "4bK2mQ8xT0aZ7nLp", "expires_at": null}}
                  """))
          .explained(
              "For services that have their callers checked: one request tells whether a key works,"
                  + " and whose it is.");

  static final Operation LIST =
      Operation.of(
              "listKeys",
              "List my keys",
              "Every key of yours, also those that have ended.",
              Content.json(
                  Schema.object(
                      "KeyList", Field.of("keys", Schema.list(KeySchemas.KEY), "one for each")),
                  "{\"keys\": [" + SHOWN + "]}"))
          .needing(Action.KEYS_MANAGE);

  static final Operation MINT =
      new Operation(
              "makeKey",
              "Make a key of mine",
              "It may do at most what your own key may do, and ends no later. Its text is in the"
                  + " reply, and is never shown again.",
              List.of(Action.KEYS_MANAGE),
              List.of(),
              Optional.of(
                  Content.json(
                      KeySchemas.WISH,
                      """
                      {"name": "laptop", "actions": ["memory:read", "chat"], "expires_in": "30d"}
                      """)),
              List.of(
                  new Result(
                      201,
                      "The new key.",
                      Content.json(
                          KeySchemas.NEW_KEY,
                          "{\"id\": \"4bK2mQ8xT0aZ7nLp\", \"key\": \"sks-…\", "
                              + KEY.formatted("null", "null")))))
          .or(
              new Result(
                  403,
                  "You wish for more than you have.",
                  problem(
                      """
                      {"type": "urn:memwarden:problem:not-within", "title": "Not yours to give",
                       "status": 403, "detail": "the key would reach places that yours does not"}
                      """)));

  static final Operation REVOKE =
      Operation.of(
              "revokeKey",
              "Revoke a key of mine",
              "The key, which is refused from now on. One that was revoked before stays as it was.",
              Content.json(
                  KeySchemas.KEY,
                  "{\"id\": \"4bK2mQ8xT0aZ7nLp\", "
                      + KEY.formatted("\"2026-11-23T08:00:00Z\"", "\"lost\"")))
          .needing(Action.KEYS_MANAGE)
          .taking(
              new Parameter("id", Schema.text(), "id of the key"),
              new Parameter(
                  "reason",
                  new Schema.Text(1, OwnWire.MAX_REASON),
                  "why, in one line; by default `revoked by its owner`"))
          .or(
              new Result(
                  404,
                  "You have no key of this id.",
                  problem(
                      """
                      {"type": "urn:memwarden:problem:unknown-key", "title": "Unknown key",
                       "status": 404, "detail": "You have no key of this id."}
                      """)));

  private Operations() {}

  private static Content problem(String example) {
    return new Content(ProblemReply.MEDIA_TYPE, ProblemReply.SCHEMA, Optional.of(example));
  }

  private static List<String> kinds() {
    return Arrays.stream(Principal.Kind.values()).map(Principal.Kind::word).toList();
  }

  private static List<String> credentials() {
    return Arrays.stream(CredentialRef.Kind.values()).map(CredentialRef.Kind::word).toList();
  }
}
