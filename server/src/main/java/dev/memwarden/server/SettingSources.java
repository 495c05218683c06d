package dev.memwarden.server;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Where settings come from.
///
/// @param commandLine what options said; it beats everything else
/// @param environment the variables of the process
/// @param folder where `.env` and `memwarden.yaml` are looked for
/// @param clock dates requests for secrets that are kept elsewhere, and says whether a certificate
///   holds
public record SettingSources(
    Map<Setting, String> commandLine,
    Map<String, String> environment,
    Path folder,
    InstantSource clock) {

  public SettingSources {
    commandLine = Map.copyOf(commandLine);
    environment = Map.copyOf(environment);
  }

  /// Without a time: then no secret can be elsewhere that is asked for with a dated signature, and
  /// no certificate holds.
  public SettingSources(
      Map<Setting, String> commandLine, Map<String, String> environment, Path folder) {
    this(commandLine, environment, folder, () -> Instant.EPOCH);
  }

  /// Variables may be secrets, so none is printed.
  @Override
  public String toString() {
    return "SettingSources[" + folder + "]";
  }
}
