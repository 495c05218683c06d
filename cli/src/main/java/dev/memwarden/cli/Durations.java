package dev.memwarden.cli;

import dev.memwarden.server.Settings;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads durations such as `30s`, `5m`, `12h` and `7d`.
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Settings.parseDuration(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no duration above 0 such as 30s, 5m, 12h or 7d"));
  }
}
