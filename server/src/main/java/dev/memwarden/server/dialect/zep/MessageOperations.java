package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;

/// What the documents say about [MessageRoutes].
final class MessageOperations {
  static final Schema MESSAGE =
      Schema.object(
          "ZepMessage",
          Field.of("uuid", Shapes.UUID, "its id, unique per owner"),
          Field.of("created_at", Schema.time(), "when it was added"),
          Field.of("updated_at", Schema.time(), "when it last changed"),
          Field.of("role", Schema.text(), "who spoke"),
          Field.of("content", Schema.text(), "what was said"),
          Field.optional("metadata", new Schema.Free(), "what clients attached"),
          Field.of("token_count", Schema.count(), "as clients counted"));

  static final String EXAMPLE =
      """
      {"uuid": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11", "created_at": "2026-11-22T12:00:00Z",
       "updated_at": "2026-11-22T12:00:00Z", "role": "user", "content": "I love tea",
       "token_count": 3}\
      """;

  static final Operation LIST =
      Operations.of(
              "listSessionMessages",
              "List the messages of a session",
              "One page, oldest first; of a session that is not there, an empty one.",
              Schema.object(
                  "ZepMessages",
                  Field.of("messages", Schema.list(MESSAGE), "those of the page"),
                  Field.of("total_count", Schema.count(), "how many there are in all"),
                  Field.of("row_count", Schema.count(), "how many are on the page")),
              "{\"messages\": [" + EXAMPLE + "], \"total_count\": 1, \"row_count\": 1}")
          .needing(Action.MEMORY_READ)
          .taking(
              Shapes.SESSION_ID,
              new Parameter(
                  "limit", Shapes.NUMBER, "messages of a page; by default, and with 0, all"),
              new Parameter("cursor", Shapes.NUMBER, "which page, from 1"));

  static final Operation GET =
      Operations.of("getSessionMessage", "Show a message", "The message.", MESSAGE, EXAMPLE)
          .needing(Action.MEMORY_READ)
          .taking(Shapes.SESSION_ID, Shapes.MESSAGE_UUID)
          .or(Operations.unknown());

  static final Operation PATCH =
      Operations.of(
              "updateSessionMessage",
              "Attach more to a message",
              "The message as it is now.",
              MESSAGE,
              EXAMPLE)
          .explained(
              "Metadata is merged as that of sessions is. What was said, and by whom, stays.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(Shapes.SESSION_ID, Shapes.MESSAGE_UUID)
          .taking(
              Schema.object(
                  "ZepMessagePatch",
                  Shapes.METADATA,
                  Field.optional(
                      "token_count", Shapes.NUMBER.orNull(), "left out, it stays as it is")),
              "{\"metadata\": {\"mood\": \"calm\"}}")
          .or(Operations.unknown());

  private MessageOperations() {}
}
