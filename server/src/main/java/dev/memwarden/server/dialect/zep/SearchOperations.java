package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import java.util.List;

/// What the documents say about [SearchRoutes], and about filters.
final class SearchOperations {
  private static final Schema PATH = new Schema.Pattern("^(lax )?\\$.*$");

  private static final Field AND = both("and", "all of these");
  private static final Field OR = both("or", "any of these");

  /// What a search may look among.
  static final Field FILTER =
      Field.optional(
          "metadata",
          new Schema.Fields(
                  "ZepFilter",
                  List.of(
                      Field.optional(
                          "where",
                          new Schema.Fields(
                                  "ZepWhere",
                                  List.of(
                                      Field.optional(
                                          "jsonpath",
                                          PATH.orNull(),
                                          "a path as of PostgreSQL that must lead to something"),
                                      AND,
                                      OR),
                                  true)
                              .orNull(),
                          "which metadata; `and` and `or` nest"),
                      Field.optional("start_date", Schema.time().orNull(), "made then or later"),
                      Field.optional("end_date", Schema.time().orNull(), "made then or earlier")),
                  true)
              .orNull(),
          "what to look among");

  static final Field TYPE =
      Field.optional(
          "search_type",
          new Schema.Word(SearchType.WORDS).orNull(),
          "by likeness alone, or with some variety");

  static final Field LAMBDA =
      Field.optional(
          "mmr_lambda",
          new Schema.Fraction().orNull(),
          "how much likeness counts against variety, from 0 to 1");

  static final Operation SEARCH =
      Operations.of(
              "searchSession",
              "Search a session",
              "What fits best, best first; of a session that is not there, nothing.",
              Schema.list(
                  Schema.object(
                      "ZepSearchResult",
                      Field.of("message", MessageOperations.MESSAGE.orNull(), "the message"),
                      Field.of("summary", MemoryOperations.SUMMARY.orNull(), "or the summary"),
                      Field.of(
                          "dist",
                          new Schema.Fraction(),
                          "how well it fits, from -1 to 1; 0 without a text"),
                      Field.of("embedding", new Schema.Free().orNull(), "always `null`"))),
              """
              [{"message": %s, "summary": null, "dist": 0.78, "embedding": null}]
              """
                  .formatted(MessageOperations.EXAMPLE))
          .needing(Action.MEMORY_READ)
          .taking(
              Shapes.SESSION_ID,
              new Parameter(
                  "limit",
                  new Schema.Whole(0, SessionSearch.MAX_LIMIT),
                  "at most this many; by default, and with 0, 10"))
          .taking(
              Schema.object(
                  "ZepSearch",
                  Field.of(
                      "text",
                      new Schema.Text(1, Memory.MAX_TEXT_BYTES),
                      "what is looked for; beside `metadata` it may be empty or left out"),
                  FILTER,
                  Field.optional(
                      "search_scope", new Schema.Word(SessionSearch.SCOPES).orNull(), "of what"),
                  TYPE,
                  LAMBDA),
              "{\"text\": \"Which drink does the user like?\"}");

  private SearchOperations() {}

  private static Field both(String name, String about) {
    return Field.optional(
        name,
        new Schema.Items(
                new Schema.Fields(
                    "ZepCondition",
                    List.of(Field.optional("jsonpath", PATH.orNull(), "as above")),
                    true),
                0,
                Where.MAX_PATHS)
            .orNull(),
        about);
  }
}
