package dev.memwarden.server.admin;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import java.util.List;
import java.util.Optional;

/// What the documents say about [IndexRoutes].
final class IndexOperations {
  private static final String SHARED =
      "All tenants share it: as soon as there are several, this is done on the server itself only.";

  private static final Schema PROGRESS =
      Schema.object(
          "IndexProgress",
          Field.of(
              "state",
              new Schema.Word(List.of("idle", "running", "done", "failed")),
              "of the last rebuild"),
          Field.of("done", Schema.count(), "how many memories are in it"),
          Field.of("total", Schema.count(), "of how many"));

  static final Operation SHOW =
      Operation.of(
              "adminShowIndex",
              "Say how far the search index is",
              "The last rebuild.",
              Content.json(PROGRESS, "{\"state\": \"done\", \"done\": 12000, \"total\": 12000}"))
          .explained(SHARED);

  static final Operation REBUILD =
      new Operation(
          "adminRebuildIndex",
          "Make the search index anew",
          "From what is stored. Searches wait for it. " + SHARED,
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(
              new Result(
                  202,
                  "It has begun.",
                  Content.json(PROGRESS, "{\"state\": \"running\", \"done\": 0, \"total\": 0}"))));

  private IndexOperations() {}
}
