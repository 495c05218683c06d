package dev.memwarden.cli;

import dev.memwarden.server.Instance;
import dev.memwarden.server.admin.Admin;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.RemoteAdmin;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "rebuild",
    description =
        "Make the search index anew from the stored memories. Searches of a running server wait.")
final class IndexRebuild implements Callable<Integer> {
  private static final String INDEX = "/admin/v1/index";

  /// Between two looks at how far the server is.
  private static final Duration PAUSE = Duration.ofMillis(100);

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  IndexRebuild(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    ProgressBar bar = new ProgressBar("Indexing", surroundings.err(), surroundings.terminal());
    Optional<RemoteAdmin> elsewhere = common.server();
    Optional<String> failure = elsewhere.isPresent() ? there(elsewhere.get(), bar) : here(bar);
    bar.end();
    if (failure.isPresent()) {
      surroundings.err().println("memwarden: " + failure.get());
      return ExitCode.SOFTWARE;
    }
    common.print(
        Json.object().put("indexed", bar.done()),
        result ->
            surroundings
                .out()
                .println("Indexed " + result.path("indexed").asLong() + " memories."));
    return ExitCode.OK;
  }

  private Optional<String> there(RemoteAdmin server, ProgressBar bar) {
    try (server) {
      return inServer(server, bar);
    }
  }

  private Optional<String> here(ProgressBar bar) {
    Path data = common.data();
    Administration.requireStore(data, common::store);
    return Administration.reach(
        data,
        server -> inServer(server, bar),
        () -> {
          Instance.rebuildIndex(common.store(), surroundings.clock(), new SecureRandom(), bar::at);
          return Optional.empty();
        });
  }

  /// @return why it failed; empty if it is done
  private Optional<String> inServer(Admin server, ProgressBar bar) {
    AdminReply reply = server.ask(common.request(Method.POST, INDEX + "/rebuild"));
    while (reply.isSuccess()) {
      JsonNode progress = reply.body();
      long total = progress.path("total").asLong();
      switch (progress.path("state").asString()) {
        case "running" -> {
          if (total > 0) { // else it has not begun yet
            bar.at(progress.path("done").asLong(), total);
          }
        }
        case "done" -> {
          bar.at(progress.path("done").asLong(), total);
          return Optional.empty();
        }
        default -> {
          return Optional.of("the server could not rebuild the index; its log says why");
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      reply = server.ask(common.request(Method.GET, INDEX));
    }
    return Optional.of(reply.detail());
  }
}
