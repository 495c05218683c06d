package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Show all users, services and admins, deleted ones too.")
final class UserList implements Callable<Integer> {
  static final String USERS = "/admin/v1/users";

  @Mixin private final Anywhere common;

  UserList(Surroundings surroundings) {
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return new Listing(common, USERS, "users")
        .print(new Table("KIND", "ID", "STATUS", "CREATED", "CHANGED"), UserList::cells);
  }

  private static String[] cells(JsonNode user) {
    return new String[] {
      user.path("kind").asString(),
      user.path("id").asString(),
      user.path("status").asString(),
      user.path("created_at").asString(),
      user.path("changed_at").asString()
    };
  }
}
