package dev.memwarden.server.admin;

import dev.memwarden.auth.handshake.SigningKeys;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the documents say about [SigningKeyRoutes].
final class SigningKeyOperations {
  private static final String SHARED =
      "They sign for all tenants: as soon as there are several, this is done on the server itself only.";

  private static final Schema KEY =
      Schema.object(
          "SigningKey",
          Field.of("id", Schema.text(), "its `kid`"),
          Field.of("state", new Schema.Word(states()), "what it is used for"),
          Field.of("created_at", Schema.time(), "when it was made"),
          Field.of("signs_from", Schema.time(), "when it begins to sign"));

  private static final String EXAMPLE =
      """
      {"id": "k7Qw2mX8aB1cD3eF", "state": "%s", "created_at": "2026-11-22T12:00:00Z",
       "signs_from": "2026-11-22T12:10:00Z"}\
      """
          .formatted(states().getFirst());

  static final Operation LIST =
      Operation.of(
              "adminListSigningKeys",
              "List the keys that sign tokens",
              "Those that are published; never the keys themselves.",
              Content.json(Schema.list(KEY), "[" + EXAMPLE + "]"))
          .explained(SHARED);

  static final Operation ROTATE =
      Operation.of(
              "adminRotateSigningKey",
              "Make a new key that signs tokens",
              "The new key.",
              Content.json(KEY, EXAMPLE))
          .explained(SHARED)
          .taking(
              Schema.closed(
                  "SigningKeyRotation",
                  Field.optional(
                      "at_once",
                      new Schema.Flag(),
                      "whether all tokens that older keys have signed end now")),
              "{\"at_once\": false}");

  private SigningKeyOperations() {}

  private static List<String> states() {
    return Arrays.stream(SigningKeys.State.values())
        .map(state -> state.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
