package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.own.KeySchemas;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the documents say about [KeyRoutes].
final class KeyOperations {
  private static final String EXAMPLE =
      """
      {"id": "4bK2mQ8xT0aZ7nLp", %s"tenant": "default", "user": "alice", "name": "laptop",
       "description": null, "actions": ["memory:read", "memory:write", "memory:delete", "chat"],
       "box": {"tenant": "default"}, "networks": [], "signing_key": null,
       "rate_limit": null, "max_memories": null, "created_at": "2026-11-22T12:00:00Z", "not_before": null,
       "expires_at": "2026-12-22T12:00:00Z", "last_used_at": null, "revoked_at": %s,
       "revoked_reason": %s, "replaced_by": null}\
      """;

  private static final String SHOWN = EXAMPLE.formatted("", "null", "null");
  private static final String MADE = EXAMPLE.formatted("\"key\": \"sks-…\", ", "null", "null");

  static final Field WARNING =
      Field.optional(AdminReply.WARNING, Schema.text(), "what to know besides, if anything");

  /// Why something ends, in one line.
  static final Field REASON =
      Field.optional(
          "reason",
          new Schema.Text(0, BodyFields.MAX_REASON).orNull(),
          "why, in one line; shown with it from now on");

  private static final Schema MINTED = with("MintedKey", KeySchemas.NEW_KEY, WARNING);

  private static final Parameter ID =
      new Parameter("id", new Schema.Text(1, BodyFields.MAX_ID), "id of the key");

  private static final Result UNKNOWN =
      Replies.documented(404, "There is no key of this id in reach.", "there is no such key");

  static final Operation LIST =
      Operation.of(
              "adminListKeys",
              "List everybody's keys",
              "A page of the keys in reach, in the order in which they came, also those that have"
                  + " ended; last those that are kept elsewhere.",
              Pages.content("KeyPage", "keys", KeySchemas.KEY, SHOWN))
          .taking(Pages.parameters());

  static final Operation MINT =
      new Operation(
              "adminMakeKey",
              "Make a key of somebody",
              "Exactly one of `user`, `service` and `admin` says whose it is; whoever is not known yet"
                  + " is created. It may do at most what your own key may do, and ends no later. Its"
                  + " text is in the reply, and is never shown again.",
              List.of(),
              List.of(),
              Optional.of(
                  Content.json(
                      new Schema.Either(
                          Arrays.stream(Principal.Kind.values())
                              .<Schema>map(KeyOperations::wish)
                              .toList()),
                      "{\"user\": \"alice\", \"name\": \"laptop\", \"expires_in\": \"30d\"}")),
              List.of(new Result(201, "The new key.", Content.json(MINTED, MADE))))
          .or(
              Replies.documented(
                  409, "Its owner was deleted.", "user alice was deleted; enable it first"));

  static final Operation SHOW =
      Operation.of("adminShowKey", "Show a key", "The key.", Content.json(KeySchemas.KEY, SHOWN))
          .taking(ID)
          .or(UNKNOWN);

  static final Operation REVOKE =
      Operation.of(
              "adminRevokeKey",
              "Revoke a key",
              "The key, which is refused from now on. One that was revoked before stays as it was.",
              Content.json(
                  KeySchemas.KEY, EXAMPLE.formatted("", "\"2026-11-23T08:00:00Z\"", "\"lost\"")))
          .taking(ID)
          .taking(Schema.closed("KeyRevocation", REASON), "{\"reason\": \"lost\"}")
          .or(UNKNOWN);

  static final Operation ROTATE =
      new Operation(
              "adminRotateKey",
              "Replace a key",
              "Makes a successor that may do the same, and is shown this once. The old key works on for"
                  + " the grace, never past its own end.",
              List.of(),
              List.of(ID),
              Optional.of(
                  Content.json(
                      Schema.closed(
                          "KeyRotation",
                          Field.optional(
                              "grace_seconds",
                              new Schema.Whole(1, KeyRoutes.MAX_GRACE).orNull(),
                              "how long the old key works on; a day by default"),
                          Field.optional(
                              "expires_at",
                              Schema.time().orNull(),
                              "when the successor ends, `null` for never; by default when the old"
                                  + " key would have")),
                      "{\"grace_seconds\": 3600}")),
              List.of(new Result(201, "The successor.", Content.json(KeySchemas.NEW_KEY, MADE))))
          .or(UNKNOWN)
          .or(
              Replies.documented(
                  409, "The key has ended, or has a successor already.", "the key is revoked"));

  private KeyOperations() {}

  private static Schema.Fields wish(Principal.Kind kind) {
    Field owner =
        Field.of(kind.word(), new Schema.Text(1, Axis.MAX_LENGTH), "whose key it shall be");
    String word = kind.word();
    return new Schema.Fields(
        "KeyWishFor" + Character.toUpperCase(word.charAt(0)) + word.substring(1),
        Stream.concat(Stream.of(owner), KeySchemas.WISH.fields().stream()).toList(),
        true);
  }

  /// The same object with one field more.
  static Schema.Fields with(String name, Schema.Fields fields, Field more) {
    return new Schema.Fields(
        name, Stream.concat(fields.fields().stream(), Stream.of(more)).toList(), fields.closed());
  }
}
