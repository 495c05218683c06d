package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.dialect.redisams.longterm.LongTermShapes;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import java.util.List;

/// What working memory looks like on the wire, for the documents.
public final class WorkingShapes {
  static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  /// A language model of a client.
  public static final Schema MODEL = new Schema.Pattern(Models.PATTERN);

  /// How much that can be given.
  public static final Schema WINDOW = new Schema.Whole(Window.LEAST, Window.MOST);

  /// How messages become memories.
  public static final Schema STRATEGY =
      Schema.object(
          "RedisAmsStrategy",
          Field.optional(
              "strategy", new Schema.Word(Attributes.STRATEGIES).orNull(), "kept and shown"),
          Field.optional("config", new Schema.Free().orNull(), "kept and shown"));

  static final Schema PUT =
      Schema.object(
          "RedisAmsNewWorkingMemory",
          Field.optional(
              "messages",
              new Schema.Items(
                      Schema.object(
                          "RedisAmsNewMessage",
                          Field.of("role", Schema.text(), "`user`, `assistant` or another"),
                          Field.of("content", Schema.text(), "what was said"),
                          Field.optional("id", ID.orNull(), "the client's own; else it gets one"),
                          Field.optional("created_at", Schema.time().orNull(), "when it was said")),
                      0,
                      Document.MAX_MESSAGES)
                  .orNull(),
              "in the order in which they were said"),
          Field.optional(
              "memories",
              new Schema.Items(LongTermShapes.BESIDES, 0, Document.MAX_MEMORIES).orNull(),
              "what is to be remembered besides"),
          Field.optional("data", new Schema.Free().orNull(), "the client's own"),
          Field.optional("context", Schema.text().orNull(), "what came before, in short"),
          Field.optional("user_id", ID.orNull(), "whose; by default the caller's"),
          Field.optional("namespace", ID.orNull(), "under which namespace"),
          Field.optional("long_term_memory_strategy", STRATEGY.orNull(), "kept and shown"),
          Field.optional(
              "ttl_seconds",
              new Schema.Whole(1, PutRequest.MAX_TTL_SECONDS).orNull(),
              "after how long it is gone; by default never"));

  private static final Schema MESSAGE =
      Schema.object(
          "RedisAmsMessage",
          Field.of("id", Schema.text(), "its id"),
          Field.of("role", Schema.text(), "who said it"),
          Field.of("content", Schema.text(), "what was said"),
          Field.of("created_at", Schema.time(), "when it was said"),
          Field.of("persisted_at", Schema.time().orNull(), "since when it is in long-term memory"),
          Field.of(
              "discrete_memory_extracted",
              new Schema.Word(List.of("t", "f")),
              "whether it has been through extraction"));

  static final Schema SHOWN =
      Schema.object(
          "RedisAmsWorkingMemory",
          Field.of("messages", Schema.list(MESSAGE), "those that the window has room for"),
          Field.of("memories", Schema.list(LongTermShapes.MEMORY), "what is remembered besides"),
          Field.of("data", new Schema.Free().orNull(), "as it was sent"),
          Field.of("context", Schema.text().orNull(), "what came before, in short"),
          Field.of("user_id", Schema.text().orNull(), "whose it is"),
          Field.of("tokens", Schema.count(), "about how many tokens context and messages are"),
          Field.of("session_id", Schema.text(), "of which session"),
          Field.of("namespace", Schema.text().orNull(), "under which namespace"),
          Field.of("long_term_memory_strategy", STRATEGY, "as it was sent"),
          Field.of("ttl_seconds", Schema.count().orNull(), "after how long it is gone"),
          Field.of("last_accessed", Schema.time(), "when it was written last"),
          Field.of("created_at", Schema.time(), "when it was first there"),
          Field.of("updated_at", Schema.time(), "when it was written last"),
          Field.of(
              "context_percentage_total_used",
              new Schema.Fraction().orNull(),
              "of the window that was named"),
          Field.of(
              "context_percentage_until_summarization",
              new Schema.Fraction().orNull(),
              "of what may be used before the oldest messages are taken out"));

  private WorkingShapes() {}
}
