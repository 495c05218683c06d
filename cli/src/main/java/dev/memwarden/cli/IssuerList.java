package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "list",
    description = "Show whose tokens are taken, and how it stands with their keys.")
final class IssuerList implements Callable<Integer> {
  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  IssuerList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(common.request(Method.GET, "/admin/v1/issuers"), this::print);
  }

  private void print(JsonNode issuers) {
    Table table = new Table("ISSUER", "PRESET", "KEYS", "FETCHED", "FAILING SINCE");
    for (JsonNode issuer : issuers) {
      table.row(
          issuer.path("issuer").asString(),
          issuer.path("preset").asString(),
          issuer.path("keys").asString(),
          time(issuer, "fetched_at"),
          time(issuer, "failing_since"));
    }
    table.print(surroundings.out());
  }

  private static String time(JsonNode issuer, String field) {
    return issuer.path(field).isString() ? issuer.path(field).stringValue() : "-";
  }
}
