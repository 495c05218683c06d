package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Axis;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Outcome;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What stands on this wire, for the documents: what [Reading] reads and [Stored] writes.
final class Shapes {
  static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);
  static final Schema LIMIT = new Schema.Whole(1, Reading.MAX_LIMIT);

  /// At most as many characters as bytes.
  static final Schema TEXT = new Schema.Text(0, Memory.MAX_TEXT_BYTES);

  static final Field USER = Field.optional("user_id", ID, "whose memory; by default the caller's");
  static final Field AGENT =
      Field.optional("agent_id", ID.orNull(), "of this agent only; by default the key's agent");
  static final Field RUN =
      Field.optional("run_id", ID.orNull(), "of this run only; by default the key's run");
  static final Field METADATA =
      Field.optional(
          "metadata",
          new Schema.Free().orNull(),
          "any object up to 16 KiB; kept and shown, and nothing else");

  static final Schema ADD =
      Schema.object(
          "Mem0Add",
          Field.of(
              "messages",
              new Schema.Items(
                  Schema.object(
                      "Mem0Message",
                      Field.of("role", TEXT, "`user`, `assistant` or `system`"),
                      Field.of("content", TEXT, "what was said, at most 32 KiB")),
                  0,
                  AddRequest.MAX_MESSAGES),
              "what was said, at most 128 KiB in all"),
          USER,
          AGENT,
          RUN,
          METADATA,
          Field.optional(
              "infer",
              new Schema.Flag().orNull(),
              "whether to choose what is remembered (the default), or to keep every message of user"
                  + " and assistant as it stands"));

  static final Schema ADDED =
      Schema.object(
          "Mem0Added",
          Field.of(
              "added_memories",
              Schema.list(
                  Schema.object(
                      "Mem0Effect",
                      Field.of("id", Schema.text(), "id of the memory"),
                      Field.of("memory", Schema.text(), "its text"),
                      Field.of("event", new Schema.Word(events()), "what became of it"))),
              "one for each memory that was added, changed or met again"),
          Field.of("message", Schema.text(), "for people"),
          Field.optional("extraction", Schema.text(), "`verbatim` if a language model was wanted"),
          Field.optional("notice", Schema.text(), "why the language model could not help"));

  static final Schema SEARCH =
      Schema.object(
          "Mem0Search",
          Field.of("query", TEXT, "what to look for"),
          USER,
          AGENT,
          RUN,
          Field.optional("limit", LIMIT.orNull(), "at most this many; by default 10"));

  static final Schema CHAT =
      Schema.object("Mem0Chat", Field.of("message", TEXT, "the question"), USER, AGENT, RUN);

  static final Schema UPDATE =
      Schema.object(
          "Mem0Update",
          Field.of("memory_id", ID, "which memory; `id` does too"),
          Field.of(
              "data",
              new Schema.Text(1, Memory.MAX_TEXT_BYTES),
              "its new text; `text`, `content` and `memory` do too"),
          Field.optional("user_id", ID.orNull(), "whose memory it is"),
          METADATA);

  private static final List<Field> MEMORY_FIELDS =
      List.of(
          Field.of("id", Schema.text(), "its id"),
          Field.of("memory", Schema.text(), "its text"),
          Field.optional("user_id", Schema.text(), "whose it is"),
          Field.optional("agent_id", Schema.text(), "of which agent"),
          Field.optional("run_id", Schema.text(), "of which run"),
          Field.of("hash", Schema.text(), "digest of its text"),
          Field.of("metadata", new Schema.Free().orNull(), "as it was sent"),
          Field.of("created_at", Schema.time(), "when it was added"),
          Field.of("updated_at", Schema.time().orNull(), "when it was changed last"));

  static final Schema MEMORY = new Schema.Fields("Mem0Memory", MEMORY_FIELDS, false);

  static final Schema HIT =
      new Schema.Fields(
          "Mem0Hit",
          Stream.concat(
                  MEMORY_FIELDS.stream(),
                  Stream.of(
                      Field.of(
                          "score",
                          new Schema.Fraction(),
                          "larger is nearer, within one reply only")))
              .toList(),
          false);

  static final Schema LISTED = listed("Mem0Memories", MEMORY);
  static final Schema FOUND = listed("Mem0Hits", HIT);

  static final Schema ANSWER =
      Schema.object(
          "Mem0Answer",
          Field.of("response", Schema.text(), "the answer"),
          Field.of("memories_used", Schema.count(), "how many memories it is made of"),
          Field.of("memories", Schema.list(HIT), "which ones"),
          Field.of(
              "mode", new Schema.Word(List.of("extractive", "llm")), "who found the words for it"),
          Field.optional("notice", Schema.text(), "why the language model could not help"));

  static final Schema RELATIONS =
      Schema.object(
          "Mem0Relationships",
          Field.of(
              "relationships",
              Schema.list(
                  Schema.object(
                      "Mem0Relationship",
                      Field.of("source", Schema.text(), "who or what"),
                      Field.of("relationship", Schema.text(), "such as `likes`"),
                      Field.of("target", Schema.text(), "whom or what"))),
              "all of them, or as many as `limit` says"),
          Field.of("total_count", Schema.count(), "how many are in this reply"));

  static final Schema STATS =
      Schema.object(
          "Mem0Stats",
          Field.of("user_id", Schema.text(), "whose"),
          Field.of("total_memories", Schema.count(), "how many memories"),
          Field.of("total_relationships", Schema.count(), "how many relationships"));

  static final Schema TOTALS =
      Schema.object(
          "Mem0Totals",
          Field.of("total_memories", Schema.count(), "of all users"),
          Field.of("total_users", Schema.count(), "who have any"));

  static final Schema HEALTH =
      Schema.object("Mem0Health", Field.of("status", Schema.text(), "`healthy`"));

  static final Schema MODELS =
      Schema.object(
          "Mem0Models",
          Field.of(
              "models",
              Schema.list(
                  Schema.object(
                      "Mem0Model",
                      Field.of("name", Schema.text(), "what it is called"),
                      Field.of(
                          "type",
                          new Schema.Word(List.of("embedder", "llm")),
                          "what it is for: search, or answers"))),
              "what is at work"));

  static final Schema DONE =
      Schema.object("Mem0Done", Field.of("message", Schema.text(), "for people"));

  static final Schema UPDATED =
      Schema.object(
          "Mem0Updated",
          Field.of("message", Schema.text(), "for people"),
          Field.of("memory_id", Schema.text(), "which one"));

  static final Schema REFUSAL =
      Schema.object("Mem0Refusal", Field.of("detail", Schema.text(), "why, in one sentence"));

  static final Schema MALFORMED =
      Schema.object(
          "Mem0Malformed",
          Field.of(
              "detail",
              Schema.list(
                  Schema.object(
                      "Mem0Mistake",
                      Field.of("type", Schema.text(), "a stable word for the mistake"),
                      Field.of(
                          "loc",
                          Schema.list(new Schema.Either(List.of(Schema.text(), Schema.count()))),
                          "the way to it, in names and indexes"),
                      Field.of("msg", Schema.text(), "the mistake in words"),
                      Field.of("input", new Schema.Anything(), "what was sent there"))),
              "every mistake in the request"));

  private Shapes() {}

  private static Schema listed(String name, Schema of) {
    return Schema.object(
        name,
        Field.of("memories", Schema.list(of), "the memories"),
        Field.of("total_count", Schema.count(), "how many are in this reply"));
  }

  private static List<String> events() {
    return Arrays.stream(Outcome.Event.values()).map(Enum::name).toList();
  }
}
