package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(name = "tail", description = "Show the last entries of the audit log, the newest last.")
final class AuditTail implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int PAGE = 1_000;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "How many, up to 10000 (default: ${DEFAULT-VALUE}).")
  private int lines = 20;

  @Option(
      names = {"-f", "--follow"},
      description =
          "Go on with entries as they are written, until interrupted. As JSON: one per line.")
  private boolean follow;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  AuditTail(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    AdminReply last =
        common.reply(
            common
                .request(Method.GET, AuditText.PATH)
                .with("order", "newest")
                .with("limit", Integer.toString(lines)));
    if (!last.isSuccess()) {
      return common.failed(last);
    }
    ArrayNode entries = AuditText.oldestFirst(last.body());
    if (!follow) {
      common.print(entries, all -> AuditText.table(all).print(surroundings.out()));
      return ExitCode.OK;
    }
    return follow(entries);
  }

  private int follow(ArrayNode first) {
    first.forEach(this::printOne);
    long seen = first.isEmpty() ? 0 : first.get(first.size() - 1).path("id").asLong();
    while (!Thread.currentThread().isInterrupted()) {
      AdminRequest next =
          common
              .request(Method.GET, AuditText.PATH)
              .with("order", "oldest")
              .with("limit", Integer.toString(PAGE));
      AdminReply reply = common.reply(seen == 0 ? next : next.with("beyond", Long.toString(seen)));
      if (!reply.isSuccess()) {
        return common.failed(reply);
      }
      JsonNode entries = reply.body().path("entries");
      for (JsonNode entry : entries) {
        printOne(entry);
        seen = entry.path("id").asLong();
      }
      if (entries.size() < PAGE) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return ExitCode.OK;
  }

  private void printOne(JsonNode entry) {
    surroundings
        .out()
        .println(common.isJson() ? Json.text(entry) : String.join("  ", AuditText.cells(entry)));
  }
}
