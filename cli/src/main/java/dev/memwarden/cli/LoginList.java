package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Show logins: keys that were traded for tokens.")
final class LoginList implements Callable<Integer> {
  static final String LOGINS = "/admin/v1/logins";

  @Mixin private final Anywhere common;

  LoginList(Surroundings surroundings) {
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return new Listing(common, LOGINS, "logins")
        .print(new Table("ID", "OF", "KEY", "SINCE", "ENDS"), LoginList::cells);
  }

  private static String[] cells(JsonNode login) {
    return new String[] {
      login.path("id").asString(),
      KeyText.owner(login),
      login.path("key_id").asString(),
      login.path("created_at").asString(),
      login.path("expires_at").asString()
    };
  }
}
