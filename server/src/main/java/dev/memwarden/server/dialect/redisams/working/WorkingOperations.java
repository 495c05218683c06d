package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.dialect.redisams.longterm.LongTermShapes;
import dev.memwarden.server.dialect.redisams.scope.Refusals;

/// What the documents say about working memory.
final class WorkingOperations {
  private static final Parameter SESSION =
      new Parameter("session_id", WorkingShapes.ID, "which session");

  private static final Parameter NAMESPACE =
      new Parameter("namespace", WorkingShapes.ID, "under this namespace");

  private static final Parameter USER =
      new Parameter("user_id", WorkingShapes.ID, "whose; a user that names nobody means itself");

  private static final Parameter MODEL =
      new Parameter("model_name", WorkingShapes.MODEL, "the client's language model");

  private static final Parameter WINDOW =
      new Parameter(
          "context_window_max", WorkingShapes.WINDOW, "how many tokens that can be given");

  private static final Content SHOWN =
      Content.json(
          WorkingShapes.SHOWN,
          """
          {"messages": [{"id": "1", "role": "user", "content": "I love tea",
            "created_at": "2026-11-22T12:00:00Z", "persisted_at": null,
            "discrete_memory_extracted": "f"}],
           "memories": [], "data": {}, "context": null, "user_id": "alice", "tokens": 7,
           "session_id": "support-1", "namespace": null,
           "long_term_memory_strategy": {"strategy": "discrete", "config": {}},
           "ttl_seconds": null, "last_accessed": "2026-11-22T12:00:00Z",
           "created_at": "2026-11-22T12:00:00Z", "updated_at": "2026-11-22T12:00:00Z",
           "context_percentage_total_used": null, "context_percentage_until_summarization": null}
          """);

  static final Operation LIST =
      Operation.of(
              "listWorkingMemory",
              "List sessions",
              "Ids of the sessions, in the order in which they began, and how many there are in"
                  + " all.",
              Content.json(
                  Schema.object(
                      "RedisAmsSessions",
                      Field.of("sessions", Schema.list(WorkingShapes.ID), "ids of one page"),
                      Field.of("total", Schema.count(), "how many there are in all")),
                  "{\"sessions\": [\"support-1\", \"support-2\"], \"total\": 2}"))
          .explained("A session is there while it has a working memory.")
          .needing(Action.MEMORY_READ)
          .taking(
              new Parameter(
                  "limit",
                  new Schema.Whole(1, SessionsRequest.MAX_LIMIT),
                  "page size; by default 20"),
              new Parameter(
                  "offset",
                  new Schema.Whole(0, SessionsRequest.MAX_OFFSET),
                  "how many to leave out at the start"),
              new Parameter("namespace", WorkingShapes.ID, "of this namespace only"),
              new Parameter(
                  "user_id",
                  WorkingShapes.ID,
                  "whose; a user that names nobody means itself, any other caller everybody in"
                      + " reach"));

  static final Operation GET =
      Operation.of("getWorkingMemory", "Show working memory", "The working memory.", SHOWN)
          .explained(
              "A session without a namespace comes before others of its id; otherwise there must be"
                  + " exactly one in reach.")
          .needing(Action.MEMORY_READ)
          .taking(
              SESSION,
              NAMESPACE,
              USER,
              MODEL,
              WINDOW,
              new Parameter(
                  "recent_messages_limit",
                  new Schema.Whole(1, Document.MAX_MESSAGES),
                  "only so many of the newest messages"))
          .or(Refusals.of(404, "not there", "Session support-1 not found"));

  static final Operation PUT =
      Operation.of(
              "putWorkingMemory",
              "Replace working memory",
              "The working memory as it is now.",
              SHOWN)
          .explained(
              "Replaces it whole. Messages of users and assistants, and its memories, are in"
                  + " long-term memory soon after. What fills more than 70 % of the window loses"
                  + " its oldest messages, until 40 % are left; a language model sums them up in"
                  + " `context`, if there is one.")
          .needing(Action.MEMORY_WRITE)
          .taking(SESSION, USER, MODEL, WINDOW)
          .taking(
              WorkingShapes.PUT,
              "{\"messages\": [{\"role\": \"user\", \"content\": \"I love tea\"}]}")
          .or(
              Refusals.of(
                  400,
                  "a message says nothing",
                  "Message content cannot be empty (message ID: 1)"));

  static final Operation DELETE =
      Operation.of(
              "deleteWorkingMemory",
              "Delete working memory",
              "It is gone, or was not there.",
              Content.json(LongTermShapes.DONE, "{\"status\": \"ok\"}"))
          .explained("What was promoted to long-term memory stays there.")
          .needing(Action.MEMORY_DELETE)
          .taking(SESSION, NAMESPACE, USER);

  private WorkingOperations() {}
}
