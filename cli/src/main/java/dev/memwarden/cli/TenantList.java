package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "Show all tenants.")
final class TenantList implements Callable<Integer> {
  static final String TENANTS = "/admin/v1/tenants";

  @Mixin private final Common common;

  TenantList(Surroundings surroundings) {
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    return new Listing(common, TENANTS, "tenants")
        .print(new Table("ID", "STATUS", "CREATED", "CHANGED"), TenantList::cells);
  }

  private static String[] cells(JsonNode tenant) {
    return new String[] {
      tenant.path("id").asString(),
      tenant.path("status").asString(),
      tenant.path("created_at").asString(),
      tenant.path("changed_at").asString()
    };
  }
}
