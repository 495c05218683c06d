package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import java.util.Optional;

/// What the documents say about the routes of this dialect.
final class Operations {
  private static final Schema NUMBER = new Schema.Whole(0, SessionsRequest.MOST);

  static final Operation HEALTH =
      Operation.of(
          "getHealthz",
          "Say that the server answers",
          "A dot.",
          new Content("text/plain", Schema.text(), Optional.of("\".\"")));

  static final Operation SESSIONS =
      Operation.of(
              "listSessions",
              "List sessions",
              "The sessions in reach, in the order in which they began.",
              Content.json(
                  Schema.list(
                      Schema.object(
                          "ZepSession",
                          Field.of("uuid", new Schema.Formatted("uuid"), "the same in every list"),
                          Field.of("id", Schema.count(), "number in this list, from 1"),
                          Field.of("created_at", Schema.time(), "when the first memory was made"),
                          Field.of("updated_at", Schema.time(), "when a memory last changed"),
                          Field.of("deleted_at", Schema.time().orNull(), "always `null`"),
                          Field.of("session_id", Schema.text(), "its id"),
                          Field.of("metadata", new Schema.Free().orNull(), "always `null`"),
                          Field.of("user_id", Schema.text().orNull(), "whose, if anybody's"))),
                  """
                  [{"uuid": "5f0c7a33-9f5e-8d1b-a2d4-0b1e6f7c8a90", "id": 1,
                    "created_at": "2026-11-22T12:00:00Z", "updated_at": "2026-11-22T12:00:00Z",
                    "deleted_at": null, "session_id": "support-1", "metadata": null,
                    "user_id": "alice"}]
                  """))
          .explained("A session is there while anything is remembered of it.")
          .needing(Action.MEMORY_READ)
          .taking(
              new Parameter("limit", NUMBER, "at most this many; by default, and with 0, all"),
              new Parameter("cursor", NUMBER, "the `id` after which to begin"));

  private Operations() {}
}
