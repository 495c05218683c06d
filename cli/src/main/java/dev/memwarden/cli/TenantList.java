package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Show all tenants.")
final class TenantList implements Callable<Integer> {
  static final String TENANTS = "/admin/v1/tenants";

  @Mixin private final Common common;

  private final Surroundings surroundings;

  TenantList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(common.request(Method.GET, TENANTS), this::print);
  }

  private void print(JsonNode tenants) {
    Table table = new Table("ID", "STATUS", "CREATED", "CHANGED");
    for (JsonNode tenant : tenants) {
      table.row(
          tenant.path("id").asString(),
          tenant.path("status").asString(),
          tenant.path("created_at").asString(),
          tenant.path("changed_at").asString());
    }
    table.print(surroundings.out());
  }
}
