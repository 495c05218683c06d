package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.own.KeySchemas;
import java.util.ArrayList;
import java.util.List;

/// What the documents say about [LoginRoutes].
final class LoginOperations {
  private static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  private static final Schema LOGIN =
      Schema.object(
          "Login",
          Field.of("id", Schema.text(), "names it"),
          Field.of("tenant", ID, "the tenant"),
          Field.optional("user", ID, "whose it is, if a user's"),
          Field.optional("service", ID, "whose it is, if a service's"),
          Field.optional("admin", ID, "whose it is, if an admin's"),
          Field.of("key_id", Schema.text(), "id of the key that was traded"),
          Field.of("actions", KeySchemas.ACTIONS, "what may be done with its tokens"),
          Field.of("box", KeySchemas.BOX, "where; an axis that is left out is open"),
          Field.of("created_at", Schema.time(), "when the key was traded"),
          Field.of("expires_at", Schema.time(), "when it ends at the latest"),
          Field.of("ended_at", Schema.time().orNull(), "when it was ended"),
          Field.of("ended_reason", Schema.text().orNull(), "why"));

  private static final String EXAMPLE =
      """
      {"id": "f7Qw2mX8aB1cD3eF", "tenant": "default", "user": "dana", "key_id": "4bK2mQ8xT0aZ7nLp",
       "actions": ["memory:read"], "box": {"tenant": "default"},
       "created_at": "2026-11-22T12:00:00Z", "expires_at": "2026-12-22T12:00:00Z",
       "ended_at": %s, "ended_reason": %s}\
      """;

  static final Operation LIST =
      Operation.of(
              "adminListLogins",
              "List logins",
              "A page of the keys in reach that were traded for tokens which still work, oldest first.",
              Pages.content("LoginPage", "logins", LOGIN, EXAMPLE.formatted("null", "null")))
          .taking(Pages.parameters());

  static final Operation END =
      Operation.of(
              "adminEndLogin",
              "End a login",
              "The login, whose tokens are refused from now on. Its key stays as it is.",
              Content.json(LOGIN, EXAMPLE.formatted("\"2026-11-23T08:00:00Z\"", "\"lost\"")))
          .taking(new Parameter("id", new Schema.Text(1, BodyFields.MAX_ID), "id of the login"))
          .taking(Schema.closed("LoginEnd", KeyOperations.REASON), "{\"reason\": \"lost\"}")
          .or(
              Replies.documented(
                  404, "There is no login of this id in reach.", "there is no such login"));

  static final Operation END_ALL =
      Operation.of(
              "adminEndLogins",
              "End all logins of somebody",
              "Whose tokens are refused from now on: every one until now. Keys stay as they are.",
              Content.json(
                  Schema.object(
                      "EndedLogins",
                      Field.of("ended", Schema.text(), "whose; `all` for everybody")),
                  "{\"ended\": \"user:dana\"}"))
          .explained("Those of one user, service or admin; with `all`, of everybody in the tenant.")
          .taking(new Schema.Either(whose()), "{\"user\": \"dana\"}")
          .or(Replies.documented(404, "Nobody of this id is in reach.", "there is no user:dana"));

  private LoginOperations() {}

  private static List<Schema> whose() {
    List<Schema> all = new ArrayList<>();
    for (Principal.Kind kind : Principal.Kind.values()) {
      String word = kind.word();
      all.add(
          Schema.closed(
              "LoginsOf" + Character.toUpperCase(word.charAt(0)) + word.substring(1),
              Field.of(word, ID, "whose logins end")));
    }
    all.add(
        Schema.closed("LoginsOfAll", Field.of("all", new Schema.Flag(), "`true` for everybody")));
    return all;
  }
}
