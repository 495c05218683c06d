package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.dialect.redisams.scope.Refusals;

/// What the documents say about long-term memory.
final class LongTermOperations {
  private static final String SHOWN =
      """
      {"id": "m1", "text": "I love tea", "session_id": null, "user_id": "alice", "namespace": null,
       "last_accessed": "2026-11-22T12:00:00Z", "created_at": "2026-11-22T12:00:00Z",
       "updated_at": "2026-11-22T12:00:00Z", "pinned": false, "access_count": 0, "topics": ["tea"],
       "entities": null, "memory_hash": "…", "discrete_memory_extracted": "t",
       "memory_type": "semantic", "persisted_at": "2026-11-22T12:00:00Z", "extracted_from": null,
       "event_date": null, "extraction_strategy": "discrete", "extraction_strategy_config": {},
       "metadata": {}\
      """;

  private static final String MEMORY = SHOWN + "}";

  private static final Parameter USER =
      new Parameter(
          "user_id",
          LongTermShapes.ID,
          "whose memory it is; a user that names nobody means itself");

  private static final Parameter ID = new Parameter("memory_id", LongTermShapes.ID, "which memory");

  private static final Result UNKNOWN =
      Refusals.of(404, "not there", "Memory with ID m1 not found");

  private static final Result TAKEN =
      Refusals.of(
          409,
          "its owner has a memory of this id that may not be replaced, or as many as the key allows",
          "Memory with ID m1 cannot be replaced");

  static final Operation CREATE =
      Operation.of(
              "createLongTermMemory",
              "Remember",
              "All are stored, and found from now on.",
              Content.json(LongTermShapes.DONE, "{\"status\": \"ok\"}"))
          .explained(
              "A memory of the same id is replaced. When it was stored, how often it was found and"
                  + " its hash are the server's to say; what is sent of these is ignored.")
          .needing(Action.MEMORY_WRITE)
          .taking(
              LongTermShapes.CREATE,
              "{\"memories\": [{\"id\": \"m1\", \"text\": \"I love tea\", \"topics\": [\"tea\"]}]}")
          .or(TAKEN);

  static final Operation SEARCH =
      Operation.of(
              "searchLongTermMemory",
              "Search memories",
              "What fits best, best first, or all that meets the filters, newest first.",
              Content.json(
                  LongTermShapes.RESULTS,
                  "{\"memories\": ["
                      + SHOWN
                      + ", \"dist\": 0.1, \"score\": 0.9, \"score_type\": \"semantic\"}],"
                      + " \"total\": 1, \"next_offset\": null}"))
          .explained(
              "Filters narrow what is in reach, and nothing widens it. A user that names nobody"
                  + " means itself.")
          .needing(Action.MEMORY_READ)
          .taking(
              new Parameter(
                  "optimize_query", new Schema.Flag(), "taken; the question is asked as it stands"))
          .taking(LongTermShapes.SEARCH, "{\"text\": \"What do I drink?\"}")
          .or(
              Refusals.of(
                  400,
                  "a distance where none is measured",
                  "distance_threshold is only supported for semantic search mode"));

  static final Operation GET =
      Operation.of(
              "getLongTermMemory",
              "Show a memory",
              "The memory.",
              Content.json(LongTermShapes.MEMORY, MEMORY))
          .needing(Action.MEMORY_READ)
          .taking(ID, USER)
          .or(UNKNOWN);

  static final Operation EDIT =
      Operation.of(
              "editLongTermMemory",
              "Change a memory",
              "The memory as it is now.",
              Content.json(LongTermShapes.MEMORY, MEMORY))
          .explained(
              "What is left out or `null` stays as it is. Another user, session or namespace moves"
                  + " it, which takes `memory:write` there too.")
          .needing(Action.MEMORY_READ, Action.MEMORY_WRITE)
          .taking(ID, USER)
          .taking(LongTermShapes.EDIT, "{\"text\": \"I love green tea\"}")
          .or(Refusals.of(400, "nothing to change", "No fields provided for update"))
          .or(UNKNOWN)
          .or(TAKEN);

  static final Operation DELETE =
      Operation.of(
              "deleteLongTermMemories",
              "Forget memories",
              "Those of them that were there are gone.",
              Content.json(LongTermShapes.DONE, "{\"status\": \"ok, deleted 1 memories\"}"))
          .needing(Action.MEMORY_DELETE)
          .taking(
              new Parameter(
                  "memory_ids",
                  new Schema.Items(LongTermShapes.ID, 1, DeleteRequest.MAX_IDS),
                  "which memories; may come several times"),
              USER);

  private static final Parameter NAMESPACE =
      new Parameter("namespace", LongTermShapes.ID, "of this namespace only");

  static final Operation FORGET =
      Operation.of(
              "forgetLongTermMemory",
              "Forget by a policy",
              "How many were looked at, and which are gone or would be.",
              Content.json(
                  LongTermShapes.FORGOTTEN,
                  "{\"scanned\": 2, \"deleted\": 1, \"deleted_ids\": [\"m1\"], \"dry_run\": true}"))
          .explained("It only says what it would do, unless `dry_run` is false.")
          .needing(Action.MEMORY_READ, Action.MEMORY_DELETE)
          .taking(
              NAMESPACE,
              USER,
              new Parameter("session_id", LongTermShapes.ID, "of this session only"),
              new Parameter(
                  "limit",
                  new Schema.Whole(1, ForgetRequest.MAX_LIMIT),
                  "looks at so many at most, oldest first; by default 1000"),
              new Parameter("dry_run", new Schema.Flag(), "by default yes"))
          .taking(LongTermShapes.FORGET, "{\"policy\": {\"max_age_days\": 365}}");

  static final Operation COMPACT =
      Operation.of(
              "compactLongTermMemory",
              "Forget what is said twice",
              "Of those that say the same in the same place, one is left.",
              Content.json(
                  LongTermShapes.DONE,
                  "{\"status\": \"ok, 7 memories remaining after compaction\"}"))
          .explained(
              "Word for word, white space at the ends apart. A pinned one is left, or the oldest.")
          .needing(Action.MEMORY_READ, Action.MEMORY_DELETE)
          .taking(NAMESPACE, USER);

  private LongTermOperations() {}
}
