package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.User;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the documents say about [UserRoutes].
final class UserOperations {
  private static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);
  private static final Schema KIND =
      new Schema.Word(Arrays.stream(Principal.Kind.values()).map(Principal.Kind::word).toList());

  private static final Schema USER =
      Schema.object(
          "PrincipalRecord",
          Field.of("kind", KIND, "what it is"),
          Field.of("id", ID, "who it is"),
          Field.of("tenant", ID, "the tenant"),
          Field.of("status", new Schema.Word(states()), "whether its credentials work"),
          Field.of("created_at", Schema.time(), "when it was seen or made first"),
          Field.of("changed_at", Schema.time(), "when its status last changed"));

  private static final String EXAMPLE =
      """
      {"kind": "user", "id": "carol", "tenant": "default", "status": "%s",
       "created_at": "2026-11-22T12:00:00Z", "changed_at": "2026-11-22T12:00:00Z"}\
      """;

  private static final Result SELF =
      Replies.documented(
          409, "It is you: another admin has to do it.", "you would lock yourself out");

  static final Operation LIST =
      Operation.of(
              "adminListUsers",
              "List users, services and admins",
              "A page of everybody in reach, by kind and id, deleted ones too.",
              Pages.content("UserPage", "users", USER, EXAMPLE.formatted("active")))
          .taking(Pages.parameters(new Schema.Pattern(PolicyOperations.PRINCIPAL)));

  static final Operation DISABLE =
      change(
              "adminDisableUser",
              "Disable somebody",
              "The principal, none of whose credentials works until it is enabled again.",
              "disabled")
          .or(SELF);

  static final Operation ENABLE =
      change(
          "adminEnableUser",
          "Enable somebody",
          "The principal, whose credentials work again, apart from those that were revoked.",
          "active");

  static final Operation DELETE =
      change(
              "adminDeleteUser",
              "Delete somebody",
              "The principal, whose keys are revoked and whose memory is gone, for good.",
              "deleted")
          .or(SELF);

  private UserOperations() {}

  private static Operation change(String id, String summary, String answer, String status) {
    return Operation.of(id, summary, answer, Content.json(USER, EXAMPLE.formatted(status)))
        .taking(
            new Parameter("id", ID, "who"),
            new Parameter("kind", KIND, "what it is; `user` by default"))
        .or(Replies.documented(404, "Nobody of this id is in reach.", "there is no user:carol"));
  }

  private static List<String> states() {
    return Arrays.stream(User.Status.values())
        .map(status -> status.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
