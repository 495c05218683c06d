package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// What `user disable`, `enable` and `delete` have in common.
final class UserChange {
  /// What a principal may be.
  enum Kind {
    USER,
    SERVICE,
    ADMIN
  }

  @Parameters(paramLabel = "ID", description = "Who.")
  private String id = "";

  @Option(
      names = "--kind",
      paramLabel = "user|service|admin",
      description = "What it is (default: user).")
  private @Nullable Kind kind;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  UserChange(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  String id() {
    return id;
  }

  int ask(String verb) {
    AdminRequest request =
        common.request(Method.POST, UserList.USERS + "/" + AdminRequest.segment(id) + "/" + verb);
    return common.ask(
        kind == null ? request : request.with("kind", kind.name().toLowerCase(Locale.ROOT)),
        this::print);
  }

  private void print(JsonNode user) {
    surroundings
        .out()
        .println(
            user.path("kind").asString()
                + ":"
                + user.path("id").asString()
                + " is "
                + user.path("status").asString());
  }
}
