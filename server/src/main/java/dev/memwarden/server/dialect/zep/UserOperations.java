package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;

/// What the documents say about [UserRoutes].
final class UserOperations {
  private static final Schema USER =
      Shapes.entity(
          "ZepUser",
          Field.of("user_id", Schema.text(), "who"),
          Field.optional("email", Schema.text(), "an address"),
          Field.optional("first_name", Schema.text(), "a name"),
          Field.optional("last_name", Schema.text(), "another"),
          Field.optional("metadata", new Schema.Free(), "what clients attached"));

  private static final String EXAMPLE =
      """
      {"uuid": "91c1f1f0-3c0e-8a7b-b6f5-5d1e6f7c8a90", "id": 1,
       "created_at": "2026-11-22T12:00:00Z", "updated_at": "2026-11-22T12:00:00Z",
       "deleted_at": null, "user_id": "alice", "email": "alice@example.org"}\
      """;

  private static final Field EMAIL = text("email", "an address; it proves nothing");
  private static final Field FIRST_NAME = text("first_name", "a name");
  private static final Field LAST_NAME = text("last_name", "another");

  static final Operation LIST =
      Operations.of(
              "listUsers",
              "List users",
              "The users in reach that are known, in the order in which they were added.",
              Schema.list(USER),
              "[" + EXAMPLE + "]")
          .needing(Action.MEMORY_READ)
          .taking(Shapes.LIMIT, Shapes.CURSOR);

  static final Operation ADD =
      Operations.creating("addUser", "Make a user known", "The user.", USER, EXAMPLE)
          .explained("This is profile data: it makes no principal and no key.")
          .needing(Action.MEMORY_WRITE)
          .taking(
              Schema.object(
                  "ZepNewUser",
                  Field.of("user_id", Shapes.ID, "who"),
                  EMAIL,
                  FIRST_NAME,
                  LAST_NAME,
                  Shapes.METADATA),
              "{\"user_id\": \"alice\", \"email\": \"alice@example.org\"}");

  static final Operation GET =
      Operations.of("getUser", "Show a user", "The user.", USER, EXAMPLE)
          .needing(Action.MEMORY_READ)
          .taking(Shapes.USER_ID)
          .or(Operations.unknown());

  static final Operation PATCH =
      Operations.of("updateUser", "Change a user", "The user as it is now.", USER, EXAMPLE)
          .explained("What is empty or left out stays as it is; metadata is merged.")
          .needing(Action.MEMORY_WRITE, Action.MEMORY_READ)
          .taking(Shapes.USER_ID)
          .taking(
              Schema.object("ZepUserPatch", EMAIL, FIRST_NAME, LAST_NAME, Shapes.METADATA),
              "{\"first_name\": \"Alice\"}")
          .or(Operations.unknown());

  static final Operation DELETE =
      Operations.silent(
              "deleteUser",
              "Delete a user's sessions",
              "Profile and sessions are gone. Keys, and memories of other wires, are not touched.")
          .needing(Action.MEMORY_DELETE, Action.MEMORY_READ)
          .taking(Shapes.USER_ID)
          .or(Operations.unknown());

  static final Operation SESSIONS =
      Operations.of(
              "listSessionsOfUser",
              "List the sessions of a user",
              "Those in reach, in the order in which they were made.",
              Schema.list(SessionOperations.SESSION),
              "[" + SessionOperations.EXAMPLE.replace("\"id\": 1", "\"id\": 0") + "]")
          .needing(Action.MEMORY_READ)
          .taking(Shapes.USER_ID);

  private UserOperations() {}

  private static Field text(String name, String about) {
    return Field.optional(name, Shapes.NAME.orNull(), about);
  }
}
