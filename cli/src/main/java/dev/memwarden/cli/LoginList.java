package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Show logins: keys that were traded for tokens.")
final class LoginList implements Callable<Integer> {
  static final String LOGINS = "/admin/v1/logins";

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  LoginList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(common.request(Method.GET, LOGINS), this::print);
  }

  private void print(JsonNode logins) {
    Table table = new Table("ID", "OF", "KEY", "SINCE", "ENDS");
    for (JsonNode login : logins) {
      table.row(
          login.path("id").asString(),
          owner(login),
          login.path("key_id").asString(),
          login.path("created_at").asString(),
          login.path("expires_at").asString());
    }
    table.print(surroundings.out());
  }

  private static String owner(JsonNode login) {
    for (String kind : new String[] {"user", "service", "admin"}) {
      if (login.has(kind)) {
        return kind + ":" + login.path(kind).asString();
      }
    }
    return "";
  }
}
