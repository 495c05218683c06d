package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "list",
    description = "Show the keys that sign working tokens; never their secrets.")
final class SigningKeyList implements Callable<Integer> {
  static final String KEYS = "/admin/v1/signing-keys";

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  SigningKeyList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(common.request(Method.GET, KEYS), this::print);
  }

  private void print(JsonNode keys) {
    Table table = new Table("ID", "STATE", "SIGNS FROM");
    for (JsonNode key : keys) {
      table.row(
          key.path("id").asString(),
          key.path("state").asString(),
          key.path("signs_from").asString());
    }
    table.print(surroundings.out());
  }
}
