package dev.memwarden.cli;

import dev.memwarden.server.Configuration;
import dev.memwarden.server.Server;
import dev.memwarden.server.Setting;
import dev.memwarden.server.http.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "serve", description = "Run the server until it is stopped (Ctrl-C, SIGTERM).")
final class Serve implements Callable<Integer> {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: 8000); 0 takes a free one.")
  private @Nullable String port;

  @Option(
      names = "--training",
      hidden = true,
      description = "Ask oneself what clients ask first, for the launcher's start cache.")
  private boolean training;

  @Mixin private final Common common;

  private final Surroundings surroundings;

  Serve(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    Configuration config = Configuration.of(common.settings(options()), surroundings.folder());
    // JSON is for a program, which must not be given the first key by the way.
    boolean person = surroundings.terminal() && !common.isJson();
    Server server =
        Server.assemble(
            config, person, Version.current(), surroundings.clock(), new SecureRandom());
    // Before it starts, as a signal may come meanwhile.
    StopSignals.handle(server::close);
    boolean started = false;
    try {
      Server.Started ready = server.start();
      if (training) {
        FirstRequests.ask(ready.address());
      }
      announce(config, ready);
      started = true;
    } finally {
      if (!started) {
        server.close();
      }
    }
    // Everything else runs on daemons.
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private Map<Setting, String> options() {
    Map<Setting, String> options = new EnumMap<>(Setting.class);
    if (host != null) {
      options.put(Setting.HOST, host);
    }
    if (port != null) {
      options.put(Setting.PORT, port);
    }
    return options;
  }

  private void announce(Configuration config, Server.Started started) {
    Path data = config.store().data().toAbsolutePath();
    ObjectNode ready =
        Json.object()
            .put("address", started.address().toString())
            .put("data", data.toString())
            .put("version", Version.current());
    common.print(ready, _ -> print(started, data, surroundings.out()));
    surroundings.out().flush();
  }

  private static void print(Server.Started started, Path data, PrintStream out) {
    out.println("Memwarden " + Version.current() + " is ready.");
    out.println("  address      " + started.address());
    out.println("  data folder  " + data);
    started
        .firstKey()
        .ifPresent(key ->
            out.println(
                "  first key    " + key.revealText() + " (admin, 24 hours, shown this once)"));
    out.println("  make a key   memwarden key add --user alice --data " + data);
    out.println("  help         memwarden --help, docs/operate.md");
  }
}
