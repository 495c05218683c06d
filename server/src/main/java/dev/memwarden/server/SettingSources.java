package dev.memwarden.server;

import java.nio.file.Path;
import java.util.Map;

/// Where settings come from.
///
/// @param commandLine what options said; it beats everything else
/// @param environment the variables of the process
/// @param folder where `.env` and `memwarden.yaml` are looked for
public record SettingSources(
    Map<Setting, String> commandLine, Map<String, String> environment, Path folder) {

  public SettingSources {
    commandLine = Map.copyOf(commandLine);
    environment = Map.copyOf(environment);
  }

  /// Variables may be secrets, so none is printed.
  @Override
  public String toString() {
    return "SettingSources[" + folder + "]";
  }
}
