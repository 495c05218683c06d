package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "end",
    description = "Let tokens that keys were traded for work no more, at once. Keys stay.")
final class LoginEnd implements Callable<Integer> {

  /// Whose tokens end.
  static final class Which {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "Those of one login.")
    private @Nullable String id;

    @Option(names = "--user", paramLabel = "ID", description = "All of a user.")
    private @Nullable String user;

    @Option(names = "--service", paramLabel = "ID", description = "All of a service.")
    private @Nullable String service;

    @Option(names = "--admin", paramLabel = "ID", description = "All of an admin.")
    private @Nullable String admin;

    @Option(names = "--all", description = "All of the tenant.")
    private boolean all;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Option(names = "--reason", description = "Why, for one login.")
  private @Nullable String reason;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  LoginEnd(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    if (which.id != null) {
      return endOne(which.id);
    }
    ObjectNode body = Json.object();
    put(body, "user", which.user);
    put(body, "service", which.service);
    put(body, "admin", which.admin);
    // `--user ""` and the like must not end everybody's.
    if (body.isEmpty() != which.all) {
      surroundings.err().println("memwarden: say whose logins end");
      return ExitCode.USAGE;
    }
    return endAll(which.all ? body.put("all", true) : body);
  }

  private int endOne(String id) {
    ObjectNode body = Json.object();
    if (reason != null) {
      body.put("reason", reason);
    }
    AdminRequest request =
        common
            .request(Method.POST, LoginList.LOGINS + "/" + AdminRequest.segment(id) + "/end")
            .with(body);
    return common.ask(
        request,
        login ->
            surroundings.out().println("Login " + login.path("id").asString() + " has ended."));
  }

  private int endAll(ObjectNode body) {
    return common.ask(
        common.request(Method.POST, LoginList.LOGINS + "/end").with(body),
        ended ->
            surroundings.out().println("All logins have ended: " + ended.path("ended").asString()));
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
