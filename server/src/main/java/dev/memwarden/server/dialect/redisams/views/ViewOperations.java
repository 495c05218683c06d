package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.dialect.redisams.longterm.LongTermShapes;
import dev.memwarden.server.dialect.redisams.scope.Refusals;

/// What the documents say about summary views and tasks.
final class ViewOperations {
  private static final Parameter VIEW = new Parameter("view_id", ViewShapes.ID, "which view");

  private static final Result UNKNOWN =
      Refusals.of(404, "not there, or not the caller's", "SummaryView 1 not found");

  private static final String VIEW_EXAMPLE =
      """
      {"id": "1", "name": "By session", "source": "long_term", "group_by": ["session_id"],
       "filters": {}, "time_window_days": 30, "continuous": false, "prompt": null,
       "model_name": null}
      """;

  private static final String PARTITION_EXAMPLE =
      """
      {"view_id": "1", "group": {"session_id": "support-1"}, "summary": "- I love tea",
       "memory_count": 1, "empty": false, "empty_reason": null,
       "computed_at": "2026-11-22T12:00:00Z"}
      """;

  private static final Content TASK_SHOWN =
      Content.json(
          ViewShapes.TASK,
          """
          {"id": "2", "type": "summary_view_full_run", "status": "pending", "view_id": "1",
           "created_at": "2026-11-22T12:00:00Z", "started_at": null, "completed_at": null,
           "error_message": null}
          """);

  static final Operation CREATE =
      Operation.of(
              "createSummaryView",
              "Make a summary view",
              "The view.",
              Content.json(ViewShapes.VIEW, VIEW_EXAMPLE))
          .explained(
              "Says which memories are to be summed up, and by which fields they are grouped. It is"
                  + " the caller's alone; a user's view is about memories of that user unless its"
                  + " filters say otherwise, and never about more than the caller may read.")
          .needing(Action.MEMORY_READ, Action.MEMORY_WRITE)
          .taking(ViewShapes.NEW, "{\"source\": \"long_term\", \"group_by\": [\"session_id\"]}")
          .or(
              Refusals.of(
                  400,
                  "it groups or filters by something else, or has another source",
                  "Unsupported group_by fields: topics"));

  static final Operation LIST =
      Operation.of(
              "listSummaryViews",
              "List summary views",
              "The caller's views, in the order in which they were made.",
              Content.json(Schema.list(ViewShapes.VIEW), "[" + VIEW_EXAMPLE + "]"))
          .needing(Action.MEMORY_READ);

  static final Operation GET =
      Operation.of(
              "getSummaryView",
              "Show a summary view",
              "The view.",
              Content.json(ViewShapes.VIEW, VIEW_EXAMPLE))
          .needing(Action.MEMORY_READ)
          .taking(VIEW)
          .or(UNKNOWN);

  static final Operation DELETE =
      Operation.of(
              "deleteSummaryView",
              "Delete a summary view",
              "It is gone with its summaries, or was not there.",
              Content.json(LongTermShapes.DONE, "{\"status\": \"ok\"}"))
          .needing(Action.MEMORY_READ, Action.MEMORY_DELETE)
          .taking(VIEW);

  static final Operation RUN_PARTITION =
      Operation.of(
              "runSummaryViewPartition",
              "Sum up one group",
              "The summary.",
              Content.json(ViewShapes.PARTITION, PARTITION_EXAMPLE))
          .explained(
              "Made of the newest memories of the group that the caller may read: by a language"
                  + " model, or as quotes if there is none.")
          .needing(Action.MEMORY_READ, Action.MEMORY_WRITE)
          .taking(VIEW)
          .taking(ViewShapes.GROUP, "{\"group\": {\"session_id\": \"support-1\"}}")
          .or(UNKNOWN)
          .or(
              Refusals.of(
                  400,
                  "other fields than the view groups by",
                  "group must have exactly the fields of group_by"));

  static final Operation PARTITIONS =
      Operation.of(
              "listSummaryViewPartitions",
              "List summaries",
              "Those of the view that are made of nothing but what the caller may read.",
              Content.json(Schema.list(ViewShapes.PARTITION), "[" + PARTITION_EXAMPLE + "]"))
          .explained("Those of a continuous view that are old are made anew in the background.")
          .needing(Action.MEMORY_READ)
          .taking(
              VIEW,
              new Parameter("user_id", ViewShapes.ID, "of groups with this user"),
              new Parameter("namespace", ViewShapes.ID, "of groups with this namespace"),
              new Parameter("session_id", ViewShapes.ID, "of groups with this session"),
              new Parameter("memory_type", Schema.text(), "of groups with this type"))
          .or(UNKNOWN);

  static final Operation RUN =
      Operation.of("runSummaryView", "Sum up every group", "The task that does it.", TASK_SHOWN)
          .explained(
              "Done in the background under the authority of the caller, which is judged again for"
                  + " each group.")
          .needing(Action.MEMORY_READ, Action.MEMORY_WRITE)
          .taking(VIEW)
          .taking(ViewShapes.RUN, "{}")
          .or(UNKNOWN)
          .or(Refusals.of(409, "the caller has a task of this id", "Task 2 already exists"));

  static final Operation TASK =
      Operation.of("getTask", "Show a task", "How it is coming along.", TASK_SHOWN)
          .explained("A task can be asked for 7 days.")
          .needing(Action.MEMORY_READ)
          .taking(new Parameter("task_id", ViewShapes.ID, "which task"))
          .or(Refusals.of(404, "not there, or not the caller's", "Task 2 not found"));

  private ViewOperations() {}
}
