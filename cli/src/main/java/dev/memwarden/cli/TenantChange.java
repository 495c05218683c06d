package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Method;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What `tenant add`, `disable` and `enable` have in common.
final class TenantChange {
  @Parameters(paramLabel = "ID", description = "Which tenant.")
  private String id = "";

  @Mixin private final Common common;

  private final Surroundings surroundings;

  TenantChange(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  /// @param verb what is done, as the end of a path; empty to make it
  int ask(String verb) {
    return common.ask(
        AdminRequest.of(id, Method.POST, TenantList.TENANTS + verb),
        tenant ->
            surroundings
                .out()
                .println(tenant.path("id").asString() + " is " + tenant.path("status").asString()));
  }
}
