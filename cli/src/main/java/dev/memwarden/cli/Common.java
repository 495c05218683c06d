package dev.memwarden.cli;

import dev.memwarden.auth.Principal;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.Setting;
import dev.memwarden.server.SettingSources;
import dev.memwarden.server.Settings;
import dev.memwarden.server.admin.Admin;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What every subcommand takes and does the same way; and all that those take which work where the
/// data are.
class Common {
  /// How to print the result.
  enum Output {
    TEXT,
    JSON
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder (default: MEMWARDEN_DATA, or ./memwarden-data).")
  private @Nullable String data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|text",
      description = "How to print the result (default: text).")
  private Output output = Output.TEXT;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "Whose administrator acts (default: " + Principal.DEFAULT_TENANT + ").")
  private @Nullable String tenant;

  private final Surroundings surroundings;

  Common(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  final String tenant() {
    return tenant == null ? Principal.DEFAULT_TENANT : tenant;
  }

  /// Whether the command line names a tenant.
  final boolean namesTenant() {
    return tenant != null;
  }

  /// Whether the command line names a data folder.
  final boolean namesData() {
    return data != null;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  boolean isJson() {
    return output == Output.JSON;
  }

  /// All settings, with those of the command line on top.
  Settings settings(Map<Setting, String> options) {
    Map<Setting, String> all = new EnumMap<>(Setting.class);
    all.putAll(options);
    if (data != null) {
      all.put(Setting.DATA, data);
    }
    return Settings.read(
        new SettingSources(
            all, surroundings.environment(), surroundings.folder(), surroundings.clock()));
  }

  /// The data folder.
  Path data() {
    return Configuration.data(settings(Map.of()), surroundings.folder());
  }

  Configuration.Store store() {
    return Configuration.store(settings(Map.of()), surroundings.folder());
  }

  AdminRequest request(Method method, String path) {
    return AdminRequest.of(tenant(), method, path);
  }

  /// Asks the server that runs on the data folder for one thing, or does it here.
  ///
  /// @throws InvalidConfigurationException if another server was named, as this works here only
  AdminReply reply(AdminRequest request) {
    requireHere();
    return here(request);
  }

  /// @throws InvalidConfigurationException if another server was named, as this works here only
  final void requireHere() {
    if (data == null && !surroundings.environment().getOrDefault(Anywhere.URL, "").isEmpty()) {
      throw new InvalidConfigurationException(
          "this is done on the server itself, whatever "
              + Anywhere.URL
              + " says; name its folder with --data");
    }
  }

  /// The same, whatever was named besides.
  final AdminReply here(AdminRequest request) {
    return Administration.ask(data(), this::store, surroundings.clock(), request);
  }

  /// Lets `work` ask one thing after the other of whoever answers [#reply]. It must look, or change
  /// what is there: no folder is made for it.
  <T> T during(Function<Admin, T> work) {
    requireHere();
    return duringHere(work);
  }

  /// The same, whatever was named besides.
  final <T> T duringHere(Function<Admin, T> work) {
    Administration.requireStore(data(), this::store);
    return Administration.during(data(), this::store, surroundings.clock(), work);
  }

  /// Asks for one thing and prints what came of it: as JSON, or as `text` has it.
  ///
  /// @return the exit code
  int ask(AdminRequest request, Consumer<JsonNode> text) {
    AdminReply reply = reply(request);
    if (!reply.isSuccess()) {
      return failed(reply);
    }
    if (reply.body() instanceof ObjectNode body && body.has(AdminReply.WARNING)) {
      surroundings
          .err()
          .println("memwarden: warning: " + body.remove(AdminReply.WARNING).asString());
    }
    print(reply.body(), text);
    return ExitCode.OK;
  }

  /// Says why something was not done.
  ///
  /// @return the exit code
  int failed(AdminReply reply) {
    surroundings.err().println("memwarden: " + reply.detail());
    return ExitCode.SOFTWARE;
  }

  void print(JsonNode result, Consumer<JsonNode> text) {
    if (isJson()) {
      surroundings.out().println(Json.text(result));
    } else {
      text.accept(result);
    }
  }
}
