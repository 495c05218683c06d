package dev.memwarden.server.dialect.redisams.prompt;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.dialect.redisams.longterm.LongTermShapes;
import dev.memwarden.server.dialect.redisams.scope.Refusals;
import dev.memwarden.server.dialect.redisams.working.WorkingShapes;
import java.util.List;

/// What the documents say about prompts.
final class PromptOperations {
  private static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  private static final Schema REQUEST =
      Schema.object(
          "RedisAmsPrompt",
          Field.of("query", new Schema.Text(0, Memory.MAX_TEXT_BYTES), "the question"),
          Field.optional(
              "session",
              Schema.object(
                      "RedisAmsPromptSession",
                      Field.of("session_id", ID, "which session"),
                      Field.optional("namespace", ID.orNull(), "under which namespace"),
                      Field.optional("user_id", ID.orNull(), "whose"),
                      Field.optional(
                          "model_name",
                          WorkingShapes.MODEL.orNull(),
                          "the client's language model"),
                      Field.optional(
                          "context_window_max",
                          WorkingShapes.WINDOW.orNull(),
                          "how many tokens that can be given; also as text"),
                      Field.optional(
                          "long_term_memory_strategy",
                          WorkingShapes.STRATEGY.orNull(),
                          "taken, and nothing else"))
                  .orNull(),
              "whose messages come first"),
          Field.optional(
              "long_term_search",
              new Schema.Either(List.of(LongTermShapes.SEARCH, new Schema.Flag())).orNull(),
              "which memories come before the question; `true` for 20 from other sessions"));

  private static final Schema MESSAGE =
      Schema.object(
          "RedisAmsPromptMessage",
          Field.of("role", new Schema.Word(List.of("system", "user", "assistant")), "who says it"),
          Field.of(
              "content",
              Schema.object(
                  "RedisAmsPromptContent",
                  Field.of("type", new Schema.Word(List.of("text")), "what it is"),
                  Field.of("text", Schema.text(), "the text"),
                  Field.of("annotations", new Schema.Free().orNull(), "none"),
                  Field.of("_meta", new Schema.Free().orNull(), "none")),
              "what is said"));

  static final Operation PROMPT =
      Operation.of(
              "hydrateMemoryPrompt",
              "Make a prompt",
              "The prompt, and the memories in it.",
              Content.json(
                  Schema.object(
                      "RedisAmsPromptReply",
                      Field.of("messages", Schema.list(MESSAGE), "the prompt"),
                      Field.of(
                          "long_term_memories",
                          Schema.list(LongTermShapes.FOUND).orNull(),
                          "what was found of what was searched for")),
                  """
                  {"messages": [{"role": "user", "content": {"type": "text",
                    "text": "What do I drink?", "annotations": null, "_meta": null}}],
                   "long_term_memories": null}
                  """))
          .explained(
              "First what came before, then the messages of the session, then what is remembered,"
                  + " then the question. A session that is not there has no messages.")
          .needing(Action.MEMORY_READ)
          .taking(
              new Parameter(
                  "optimize_query", new Schema.Flag(), "taken; the question is asked as it stands"))
          .taking(
              REQUEST, "{\"query\": \"What do I drink?\", \"long_term_search\": {\"limit\": 5}}")
          .or(
              Refusals.of(
                  400,
                  "neither is asked for, or a distance where none is measured",
                  "Either session or long_term_search must be provided"));

  private PromptOperations() {}
}
