package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Axis;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.dialect.redisams.filter.Filters.TagField;
import dev.memwarden.server.dialect.redisams.filter.Filters.TimeField;
import dev.memwarden.server.dialect.redisams.filter.TagFilter;
import dev.memwarden.server.dialect.redisams.record.Attributes;
import dev.memwarden.server.dialect.redisams.record.MemoryRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What long-term memory looks like on the wire, for the documents.
public final class LongTermShapes {
  static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  /// At most as many characters as bytes.
  static final Schema TEXT = new Schema.Text(1, Memory.MAX_TEXT_BYTES);

  private static final Schema WORDS =
      new Schema.Items(Schema.text(), 0, MemoryRecord.MAX_WORDS).orNull();
  private static final Schema TYPE = new Schema.Word(Attributes.TYPES);
  private static final Schema STRATEGY = new Schema.Word(Attributes.STRATEGIES);
  private static final Schema NUMBER = new Schema.Fraction().orNull();

  private static final List<Field> BROUGHT =
      List.of(
          Field.of("id", ID, "the client's own; unique per user"),
          Field.of("text", TEXT, "what is to be remembered, at most 32 KiB"),
          Field.optional("topics", WORDS, "what it is about; no commas"),
          Field.optional("entities", WORDS, "whom and what it is about; no commas"),
          Field.optional("memory_type", TYPE.orNull(), "by default `semantic`"),
          Field.optional("event_date", Schema.time().orNull(), "when it happened"),
          Field.optional("pinned", new Schema.Flag().orNull(), "whether `forget` leaves it alone"),
          Field.optional("extracted_from", WORDS, "ids of messages"),
          Field.optional("extraction_strategy", STRATEGY.orNull(), "by default `discrete`"),
          Field.optional("extraction_strategy_config", new Schema.Free().orNull(), "kept"),
          Field.optional("metadata", new Schema.Free().orNull(), "kept, up to 16 KiB"));

  /// A memory that a client brings with a working memory: it is where that is.
  public static final Schema BESIDES = new Schema.Fields("RedisAmsMemoryBesides", BROUGHT, false);

  private static final Schema RECORD =
      new Schema.Fields(
          "RedisAmsNewMemory",
          Stream.concat(
                  BROUGHT.stream(),
                  Stream.of(
                      Field.optional("user_id", ID.orNull(), "whose; by default the caller's"),
                      Field.optional("session_id", ID.orNull(), "of which session"),
                      Field.optional("namespace", ID.orNull(), "under which namespace")))
              .toList(),
          false);

  private static final List<Field> SHOWN =
      List.of(
          Field.of("id", Schema.text(), "its id"),
          Field.of("text", Schema.text(), "what is remembered"),
          Field.of("session_id", Schema.text().orNull(), "of which session"),
          Field.of("user_id", Schema.text().orNull(), "whose it is"),
          Field.of("namespace", Schema.text().orNull(), "under which namespace"),
          Field.of("last_accessed", Schema.time(), "when it was found last"),
          Field.of("created_at", Schema.time(), "when it was stored here"),
          Field.of("updated_at", Schema.time(), "when it was changed last"),
          Field.of("pinned", new Schema.Flag(), "whether `forget` leaves it alone"),
          Field.of("access_count", Schema.count(), "how often it was found"),
          Field.of("topics", WORDS, "what it is about"),
          Field.of("entities", WORDS, "whom and what it is about"),
          Field.of("memory_hash", Schema.text().orNull(), "digest of its text"),
          Field.of(
              "discrete_memory_extracted",
              new Schema.Word(List.of("t", "f")),
              "whether it has been through extraction"),
          Field.of("memory_type", TYPE, "what it is"),
          Field.of("persisted_at", Schema.time().orNull(), "since when it is in long-term memory"),
          Field.of("extracted_from", WORDS, "ids of messages"),
          Field.of("event_date", Schema.time().orNull(), "when it happened"),
          Field.of("extraction_strategy", STRATEGY, "how it was extracted"),
          Field.of("extraction_strategy_config", new Schema.Free(), "as it was sent"),
          Field.of("metadata", new Schema.Free(), "as it was sent"));

  /// A memory.
  public static final Schema MEMORY = new Schema.Fields("RedisAmsMemory", SHOWN, false);

  /// A memory that a search found.
  public static final Schema FOUND =
      new Schema.Fields(
          "RedisAmsFound",
          Stream.concat(
                  SHOWN.stream(),
                  Stream.of(
                      Field.of("dist", new Schema.Fraction(), "0 is nearest"),
                      Field.of("score", NUMBER, "1 is best; `null` in a list"),
                      Field.of(
                          "score_type",
                          new Schema.Word(Mode.WORDS).orNull(),
                          "what made the score")))
              .toList(),
          false);

  private static final Schema FILTER_WORDS =
      new Schema.Items(Schema.text(), 1, TagFilter.MAX_WORDS).orNull();

  private static final Schema FILTER_WORD = new Schema.Text(1, Integer.MAX_VALUE).orNull();

  /// A filter by words.
  public static final Schema TAG =
      new Schema.Fields(
          "RedisAmsTagFilter",
          List.of(
              Field.optional("eq", FILTER_WORD, "has exactly this; not with `ne`"),
              Field.optional("ne", FILTER_WORD, "has not"),
              Field.optional("not_eq", FILTER_WORD, "another name of `ne`"),
              Field.optional("any", FILTER_WORDS, "has one of these; not with `all`"),
              Field.optional("in_", FILTER_WORDS, "another name of `any`"),
              Field.optional("all", FILTER_WORDS, "has all of these"),
              Field.optional("not_in", FILTER_WORDS, "has none of these"),
              Field.optional("none", FILTER_WORDS, "another name of `not_in`"),
              Field.optional("startswith", FILTER_WORD, "starts so; alone")),
          true);

  private static final Schema TIME = Schema.time().orNull();

  /// A filter by a time.
  public static final Schema TIMES =
      new Schema.Fields(
          "RedisAmsTimeFilter",
          List.of(
              Field.optional("gt", TIME, "after"),
              Field.optional("gte", TIME, "at or after"),
              Field.optional("lt", TIME, "before"),
              Field.optional("lte", TIME, "at or before"),
              Field.optional("eq", TIME, "at"),
              Field.optional("ne", TIME, "not at"),
              Field.optional(
                  "between",
                  new Schema.Items(Schema.time(), 2, 2).orNull(),
                  "from and to, both too")),
          true);

  /// What to look for.
  public static final Schema SEARCH = new Schema.Fields("RedisAmsSearch", search(), false);

  static final Schema RESULTS =
      Schema.object(
          "RedisAmsResults",
          Field.of("memories", Schema.list(FOUND), "one page"),
          Field.of("total", Schema.count(), "how many are known to fit"),
          Field.of("next_offset", Schema.count().orNull(), "where the next page begins"));

  static final Schema CREATE =
      Schema.object(
          "RedisAmsCreate",
          Field.of(
              "memories",
              new Schema.Items(RECORD, 0, CreateRequest.MAX_MEMORIES),
              "at most 128 KiB of text in all"),
          Field.optional(
              "deduplicate",
              new Schema.Flag().orNull(),
              "whether one that says the same in the same place is kept instead; by default yes"));

  static final Schema EDIT =
      Schema.object(
          "RedisAmsEdit",
          Field.optional("text", TEXT.orNull(), "its new text"),
          Field.optional("topics", WORDS, "what it is about"),
          Field.optional("entities", WORDS, "whom and what it is about"),
          Field.optional("memory_type", TYPE.orNull(), "what it is"),
          Field.optional("event_date", Schema.time().orNull(), "when it happened"),
          Field.optional("pinned", new Schema.Flag().orNull(), "whether `forget` leaves it alone"),
          Field.optional("user_id", ID.orNull(), "whose it shall be"),
          Field.optional("session_id", ID.orNull(), "which session it shall be in"),
          Field.optional("namespace", ID.orNull(), "which namespace it shall be under"));

  private static final Schema DAYS = new Schema.Whole(0, ForgetPolicy.MOST).orNull();

  static final Schema FORGET =
      Schema.object(
          "RedisAmsForget",
          Field.of(
              "policy",
              Schema.object(
                  "RedisAmsForgetPolicy",
                  Field.optional("max_age_days", DAYS, "since it was stored"),
                  Field.optional(
                      "max_inactive_days",
                      DAYS,
                      "since it was found; with `max_age_days` both must be over"),
                  Field.optional("budget", DAYS, "how many may stay"),
                  Field.optional(
                      "memory_type_allowlist",
                      new Schema.Items(Schema.text(), 0, ForgetPolicy.MAX_TYPES).orNull(),
                      "which types can be forgotten; else all"),
                  Field.optional(
                      "hard_age_multiplier",
                      new Schema.Whole(1, ForgetPolicy.MAX_HARD_AGE).orNull(),
                      "times `max_age_days` is too old in any case; by default 12")),
              "what is forgotten"),
          Field.optional(
              "pinned_ids",
              new Schema.Items(Schema.text(), 0, ForgetRequest.MAX_PINNED).orNull(),
              "what stays in any case"));

  static final Schema FORGOTTEN =
      Schema.object(
          "RedisAmsForgotten",
          Field.of("scanned", Schema.count(), "how many were looked at"),
          Field.of("deleted", Schema.count(), "how many are gone, or would be"),
          Field.of("deleted_ids", Schema.list(Schema.text()), "which ones"),
          Field.of("dry_run", new Schema.Flag(), "whether that was only said"));

  /// That something is done.
  public static final Schema DONE =
      Schema.object("RedisAmsDone", Field.of("status", Schema.text(), "`ok`, and what was done"));

  private LongTermShapes() {}

  private static List<Field> search() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.optional("text", Schema.text().orNull(), "the question; none lists all"));
    fields.add(
        Field.optional(
            "search_mode", new Schema.Word(Mode.WORDS).orNull(), "by default `semantic`"));
    fields.add(Field.optional("hybrid_alpha", NUMBER, "how much meaning counts; by default 0.7"));
    fields.add(
        Field.optional(
            "limit", new Schema.Whole(1, SearchRequest.MAX_LIMIT).orNull(), "page size"));
    fields.add(
        Field.optional(
            "offset", new Schema.Whole(0, SearchRequest.MAX_OFFSET).orNull(), "where it begins"));
    fields.add(Field.optional("distance_threshold", NUMBER, "in `semantic` alone"));
    for (TagField field : TagField.values()) {
      fields.add(Field.optional(field.word(), TAG.orNull(), "which are meant"));
    }
    for (TimeField field : TimeField.values()) {
      fields.add(Field.optional(field.word(), TIMES.orNull(), "which are meant"));
    }
    fields.add(
        Field.optional(
            "recency_boost", new Schema.Flag().orNull(), "newer ones first; by default yes"));
    for (String name :
        List.of(
            "recency_semantic_weight",
            "recency_recency_weight",
            "recency_freshness_weight",
            "recency_novelty_weight",
            "recency_half_life_last_access_days",
            "recency_half_life_created_days")) {
      fields.add(Field.optional(name, NUMBER, "0.8, 0.2, 0.6, 0.4, 7 and 30 if left out"));
    }
    return fields;
  }
}
