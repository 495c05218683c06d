package dev.memwarden.cli;

import dev.memwarden.server.admin.Admin;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "export",
    description = {
      "Print the audit log as JSON, one entry per line, the oldest first.",
      "The last line is a signed checkpoint, for `audit verify --against`."
    })
final class AuditExport implements Callable<Integer> {
  static final String CHECKPOINT = "checkpoint";

  private static final int PAGE = 10_000;

  @Mixin private final AuditTimes times = new AuditTimes();

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  AuditExport(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.during(this::export);
  }

  private int export(Admin admin) {
    // Before the entries, so that all it stands for are among them.
    AdminReply checkpoint =
        admin.ask(common.request(Method.GET, AuditText.PATH + "/" + CHECKPOINT));
    if (!checkpoint.isSuccess()) {
      return common.failed(checkpoint);
    }
    AdminRequest query =
        times.in(
            common
                .request(Method.GET, AuditText.PATH)
                .with("order", "oldest")
                .with("limit", Integer.toString(PAGE)),
            surroundings.clock().instant());
    JsonNode next = Json.object();
    while (!next.isNull()) {
      AdminReply page = admin.ask(next.isNumber() ? query.with("beyond", next.asString()) : query);
      if (!page.isSuccess()) {
        return common.failed(page);
      }
      page.body().path("entries").forEach(entry -> surroundings.out().println(Json.text(entry)));
      next = page.body().path("next");
    }
    surroundings.out().println(Json.text(Json.object().set(CHECKPOINT, checkpoint.body())));
    return ExitCode.OK;
  }
}
