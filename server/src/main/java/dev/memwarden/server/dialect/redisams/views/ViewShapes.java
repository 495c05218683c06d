package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import java.util.List;

/// What views, summaries and tasks look like on the wire, for the documents.
final class ViewShapes {
  static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  private static final Schema DAYS = new Schema.Whole(1, View.MAX_DAYS);
  private static final Schema WORDS = new Schema.Items(Schema.text(), 0, View.MAX_GROUPS);

  static final Schema NEW =
      Schema.object(
          "RedisAmsNewSummaryView",
          Field.optional("name", Schema.text().orNull(), "what people call it"),
          Field.of("source", Schema.text(), "`long_term`"),
          Field.optional(
              "group_by",
              WORDS.orNull(),
              "some of `user_id`, `namespace`, `session_id`, `memory_type`"),
          Field.optional(
              "filters",
              new Schema.Free().orNull(),
              "which memories count: `user_id`, `namespace`, `session_id`, `memory_type`,"
                  + " `extraction_strategy`, `topics` and `event_date`, each as in a search, or a"
                  + " word or a list of words that it has"),
          Field.optional("time_window_days", DAYS.orNull(), "stored in the last so many days"),
          Field.optional(
              "continuous", new Schema.Flag().orNull(), "brought up to date when looked at"),
          Field.optional("prompt", Schema.text().orNull(), "what summaries are to be about"),
          Field.optional("model_name", Schema.text().orNull(), "kept and shown"));

  static final Schema VIEW =
      Schema.object(
          "RedisAmsSummaryView",
          Field.of("id", Schema.text(), "its id"),
          Field.of("name", Schema.text().orNull(), "what people call it"),
          Field.of("source", Schema.text(), "`long_term`"),
          Field.of("group_by", WORDS, "each combination of values has its own summary"),
          Field.of("filters", new Schema.Free(), "which memories count"),
          Field.of("time_window_days", DAYS.orNull(), "stored in the last so many days"),
          Field.of("continuous", new Schema.Flag(), "whether it is brought up to date"),
          Field.of("prompt", Schema.text().orNull(), "what summaries are to be about"),
          Field.of("model_name", Schema.text().orNull(), "as it was sent"));

  static final Schema GROUP =
      Schema.object(
          "RedisAmsGroup",
          Field.of("group", values(), "a value for each field of `group_by`, and for no other"));

  static final Schema PARTITION =
      Schema.object(
          "RedisAmsPartition",
          Field.of("view_id", Schema.text(), "of which view"),
          Field.of("group", new Schema.Free(), "the values of the group"),
          Field.of("summary", Schema.text(), "the summary"),
          Field.of("memory_count", Schema.count(), "of how many memories it is made"),
          Field.of("empty", new Schema.Flag(), "whether there are none"),
          Field.of("empty_reason", Schema.text().orNull(), "`no_memories` if there are none"),
          Field.of("computed_at", Schema.time(), "when it was made"));

  static final Schema RUN =
      Schema.object(
          "RedisAmsRun",
          Field.optional("task_id", ID.orNull(), "the client's own; by default it gets one"),
          Field.optional("force", new Schema.Flag().orNull(), "changes nothing"));

  static final Schema TASK =
      Schema.object(
          "RedisAmsTask",
          Field.of("id", Schema.text(), "its id"),
          Field.of("type", new Schema.Word(List.of(Task.TYPE)), "what it does"),
          Field.of("status", new Schema.Word(Task.STATUSES), "how it is coming along"),
          Field.of("view_id", Schema.text(), "of which view"),
          Field.of("created_at", Schema.time(), "when it was asked for"),
          Field.of("started_at", Schema.time().orNull(), "when it began"),
          Field.of("completed_at", Schema.time().orNull(), "when it ended"),
          Field.of("error_message", Schema.text().orNull(), "why it failed"));

  private ViewShapes() {}

  private static Schema values() {
    return new Schema.Fields(
        "RedisAmsGroupValues",
        List.of(
            Field.optional("user_id", ID.orNull(), "whose memories"),
            Field.optional("namespace", ID.orNull(), "in which namespace"),
            Field.optional("session_id", ID.orNull(), "of which session"),
            Field.optional("memory_type", Schema.text().orNull(), "of which type")),
        true);
  }
}
