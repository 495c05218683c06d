package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Axis;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import java.util.List;
import java.util.stream.Stream;

/// What stands on this wire in several places, for the documents.
final class Shapes {
  static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);
  static final Schema NUMBER = new Schema.Whole(0, Reading.MOST);
  static final Schema UUID = new Schema.Formatted("uuid");

  /// At most as many characters as bytes.
  static final Schema NAME = new Schema.Text(0, Reading.MAX_NAME);

  /// At most as many characters as bytes.
  static final Schema TEXT = new Schema.Text(0, Memory.MAX_TEXT_BYTES);

  static final Field METADATA =
      Field.optional(
          "metadata", new Schema.Free().orNull(), "any object up to 16 KiB; kept and shown");

  static final Parameter SESSION_ID =
      new Parameter("session_id", ID, "the session; a user means its own before anybody else's");
  static final Parameter USER_ID = new Parameter("user_id", ID, "the user");
  static final Parameter MESSAGE_UUID = new Parameter("message_uuid", UUID, "the message");
  static final Parameter COLLECTION =
      new Parameter(
          "collection_name",
          ID,
          "the collection, in any case; a user means its own before anybody else's");
  static final Parameter DOCUMENT_UUID = new Parameter("document_uuid", UUID, "the document");
  static final Parameter LIMIT =
      new Parameter("limit", NUMBER, "at most this many; by default, and with 0, all");
  static final Parameter CURSOR = new Parameter("cursor", NUMBER, "the `id` after which to begin");

  private static final List<Field> HEAD =
      List.of(
          Field.of("uuid", UUID, "the same in every list"),
          Field.of(
              "id",
              Schema.count(),
              "number in the caller's list, from 1; 0 where there is no list"),
          Field.of("created_at", Schema.time(), "when it was made"),
          Field.of("updated_at", Schema.time(), "when it last changed"),
          Field.of("deleted_at", Schema.time().orNull(), "always `null`"));

  private Shapes() {}

  /// What every entity begins with, and then these.
  static Schema entity(String name, Field... more) {
    return Schema.object(name, Stream.concat(HEAD.stream(), Stream.of(more)).toArray(Field[]::new));
  }
}
