package dev.memwarden.cli;

import dev.memwarden.server.Configuration;
import dev.memwarden.server.Setting;
import dev.memwarden.server.Settings;
import dev.memwarden.server.http.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "check",
    description = "Check the settings and show each with where it came from; secrets are masked.")
final class ConfigCheck implements Callable<Integer> {
  private static final String MASK = "********";

  @Mixin private final Common common;

  private final Surroundings surroundings;

  ConfigCheck(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    Settings settings = common.settings(Map.of());
    Configuration configuration = Configuration.of(settings, surroundings.folder());
    ArrayNode effective = Json.array();
    for (Setting setting : Setting.values()) {
      Optional<Settings.Value> value = settings.value(setting);
      effective.add(
          Json.object()
              .put("key", setting.key())
              .put("value", value.map(v -> shown(setting, v)).orElse(null))
              .put("origin", value.map(Settings.Value::origin).orElse(null)));
    }
    common.print(effective, this::print);
    surroundings
        .err()
        .println(
            "The settings make sense: authentication is "
                + configuration.auth().name()
                + ", "
                + configuration.store().apiKeys().size()
                + " keys are configured.");
    return ExitCode.OK;
  }

  private static String shown(Setting setting, Settings.Value value) {
    return setting.isSecret() ? MASK : value.text();
  }

  private void print(JsonNode effective) {
    Table table = new Table("KEY", "VALUE", "FROM");
    for (JsonNode setting : effective) {
      table.row(
          setting.path("key").asString(),
          setting.path("value").asString("-"),
          setting.path("origin").asString("-"));
    }
    table.print(surroundings.out());
  }
}
