package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;

/// What the documents say about [SessionRoutes].
final class SessionOperations {
  static final Schema SESSION =
      Shapes.entity(
          "ZepSession",
          Field.of("session_id", Schema.text(), "its id"),
          Field.of("metadata", new Schema.Free().orNull(), "what clients attached"),
          Field.of("user_id", Schema.text().orNull(), "whose, if anybody's"));

  private static final Schema OWNER = new Schema.Text(0, Axis.MAX_LENGTH).orNull();

  static final String EXAMPLE =
      """
      {"uuid": "5f0c7a33-9f5e-8d1b-a2d4-0b1e6f7c8a90", "id": 1,
       "created_at": "2026-11-22T12:00:00Z", "updated_at": "2026-11-22T12:00:00Z",
       "deleted_at": null, "session_id": "support-1", "metadata": {"topic": "tea"},
       "user_id": "alice"}\
      """;

  static final Operation LIST =
      Operations.of(
              "listSessions",
              "List sessions",
              "The sessions in reach, in the order in which they were made.",
              Schema.list(SESSION),
              "[" + EXAMPLE + "]")
          .needing(Action.MEMORY_READ)
          .taking(Shapes.LIMIT, Shapes.CURSOR);

  static final Operation ADD =
      Operations.creating("addSession", "Register a session", "The session.", SESSION, EXAMPLE)
          .explained(
              "A user registers sessions of its own; naming somebody else takes a policy. A user"
                  + " that is named must be known, unless it is the caller.")
          .needing(Action.MEMORY_WRITE)
          .taking(
              Schema.object(
                  "ZepNewSession",
                  Field.of("session_id", Shapes.ID, "unique per owner"),
                  Field.optional("user_id", OWNER, "whose; left out or empty, a user means itself"),
                  Shapes.METADATA),
              "{\"session_id\": \"support-1\", \"metadata\": {\"topic\": \"tea\"}}");

  static final Operation GET =
      Operations.of("getSession", "Show a session", "The session.", SESSION, EXAMPLE)
          .needing(Action.MEMORY_READ)
          .taking(Shapes.SESSION_ID)
          .or(Operations.unknown());

  static final Operation PATCH =
      Operations.of(
              "updateSession",
              "Attach more to a session",
              "The session as it is now.",
              SESSION,
              EXAMPLE)
          .explained(
              "Objects in the metadata are merged at every depth, everything else is replaced. What"
                  + " stands under `system` is the server's own and left out.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(Shapes.SESSION_ID)
          .taking(
              Schema.object("ZepSessionPatch", Shapes.METADATA),
              "{\"metadata\": {\"topic\": \"coffee\"}}")
          .or(Operations.unknown());

  private SessionOperations() {}
}
