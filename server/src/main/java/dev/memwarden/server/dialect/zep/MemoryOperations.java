package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;

/// What the documents say about [MemoryRoutes].
final class MemoryOperations {
  static final Schema SUMMARY =
      Schema.object(
          "ZepSummary",
          Field.of("uuid", Shapes.UUID, "all zeros where there is none"),
          Field.of("created_at", Schema.time(), "the year 1 where there is none"),
          Field.of("content", Schema.text(), "what was said"),
          Field.of("recent_message_uuid", Shapes.UUID, "the last message that it has"),
          Field.of("token_count", Schema.count(), "always 0"));

  static final String SUMMARY_EXAMPLE =
      """
      {"uuid": "7a1b0c9d-2e3f-4a5b-8c6d-7e8f9a0b1c2d", "created_at": "2026-11-22T12:00:00Z",
       "content": "The user prefers tea.",
       "recent_message_uuid": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11", "token_count": 0}\
      """;

  private static final Schema NEW_MESSAGE =
      Schema.object(
          "ZepNewMessage",
          Field.optional("role", Shapes.NAME.orNull(), "who spoke"),
          Field.optional("content", Shapes.TEXT.orNull(), "what was said, at most 32 KiB"),
          Field.optional("uuid", Shapes.UUID.orNull(), "of the client's choice"),
          Shapes.METADATA,
          Field.optional("token_count", Shapes.NUMBER.orNull(), "as the client counts"));

  static final Operation GET =
      Operations.of(
              "getSessionMemory",
              "Show the memory of a session",
              "What was said last, oldest first, and a summary of the rest; of a session that is"
                  + " not there, neither.",
              Schema.object(
                  "ZepMemory",
                  Field.of("messages", Schema.list(MessageOperations.MESSAGE), "said last"),
                  Field.of("summary", SUMMARY, "of what was said before")),
              """
              {"messages": [%s], "summary": %s}
              """
                  .formatted(MessageOperations.EXAMPLE, SUMMARY_EXAMPLE))
          .needing(Action.MEMORY_READ)
          .taking(
              Shapes.SESSION_ID,
              new Parameter(
                  "lastn",
                  Shapes.NUMBER,
                  "how many messages; by default, and with 0, those of the last "
                      + MemoryRoutes.WINDOW
                      + " that no summary has"));

  static final Operation ADD =
      Operations.silent("addSessionMemory", "Add messages to a session", "They are stored.")
          .explained(
              "A session that is not there is made. A message with a `uuid` that its session has"
                  + " already takes its place.")
          .needing(Action.MEMORY_WRITE)
          .taking(Shapes.SESSION_ID)
          .taking(
              Schema.object(
                  "ZepNewMemory",
                  Field.optional(
                      "messages",
                      new Schema.Items(NEW_MESSAGE, 0, NewMemory.MAX_MESSAGES).orNull(),
                      "what was said, at most 128 KiB in all")),
              "{\"messages\": [{\"role\": \"user\", \"content\": \"I love tea\"}]}")
          .or(Operations.unknown())
          .or(Operations.full());

  static final Operation DELETE =
      Operations.silent(
              "deleteSession",
              "Delete a session",
              "The session is gone, with its messages and summaries.")
          .needing(Action.MEMORY_DELETE, Action.MEMORY_READ)
          .taking(Shapes.SESSION_ID)
          .or(Operations.unknown());

  private MemoryOperations() {}
}
