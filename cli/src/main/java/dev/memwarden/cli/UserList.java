package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Show all users, services and admins, deleted ones too.")
final class UserList implements Callable<Integer> {
  static final String USERS = "/admin/v1/users";

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  UserList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(common.request(Method.GET, USERS), this::print);
  }

  private void print(JsonNode users) {
    Table table = new Table("KIND", "ID", "STATUS", "CREATED", "CHANGED");
    for (JsonNode user : users) {
      table.row(
          user.path("kind").asString(),
          user.path("id").asString(),
          user.path("status").asString(),
          user.path("created_at").asString(),
          user.path("changed_at").asString());
    }
    table.print(surroundings.out());
  }
}
