package dev.memwarden.cli;

import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.Settings;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.ImportedKeyJson;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What every import takes, and how it is done: in portions that fit through the control socket,
/// with a report at the end.
final class KeyImporter {
  static final String PATH = "/admin/v1/imports";
  private static final int PORTION = 250;
  private static final long MAX_FILE = 64L << 20;

  @Option(
      names = "--sunset",
      paramLabel = "DATE|DURATION",
      converter = Sunsets.class,
      description =
          "When all keys of this import end, such as 2030-01-31 (its beginning, in UTC) or 90d.")
  private @Nullable Sunset sunset;

  @Option(names = "--dry-run", description = "Change nothing; say what would be done.")
  private boolean dryRun;

  @Mixin private final Common common;

  private final Surroundings surroundings;

  KeyImporter(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  /// One key of a source.
  ///
  /// @param where it stands there, for the report
  /// @param key what is to be imported; or, if it is none, why
  record Found(String where, Optional<ImportedKey> key, String fault) {
    static Found of(String where, ImportedKey key) {
      return new Found(where, Optional.of(key), "");
    }

    static Found not(String where, String fault) {
      return new Found(where, Optional.empty(), fault);
    }
  }

  String tenant() {
    return common.tenant();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /// The text of a file, or of the standard input for `-`.
  ///
  /// @throws InvalidConfigurationException if it cannot be read
  String read(String file) {
    try {
      if (file.equals("-")) {
        return String.join("\n", surroundings.in().lines().toList());
      }
      Path path = surroundings.folder().resolve(file);
      if (Files.size(path) > MAX_FILE) {
        throw new InvalidConfigurationException(file + " has more than 64 MiB");
      }
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new InvalidConfigurationException(file + " is no UTF-8 text");
    } catch (IOException e) {
      throw new InvalidConfigurationException("cannot read " + file);
    }
  }

  /// Imports what was found and prints the report.
  ///
  /// @param source a word for it
  /// @return 0 if nothing was refused
  int run(String source, List<Found> found) {
    Optional<Instant> end =
        Optional.ofNullable(sunset).map(set -> set.at(surroundings.clock().instant()));
    ImportReport report = new ImportReport(source, dryRun, end);
    for (int from = 0; from < found.size(); from += PORTION) {
      List<Found> portion = found.subList(from, Math.min(from + PORTION, found.size()));
      Optional<String> failure = run(portion, end, report);
      if (failure.isPresent()) {
        surroundings.err().println("memwarden: " + failure.get());
        if (from > 0 && !dryRun) {
          surroundings
              .err()
              .println("memwarden: what was imported before that stays; run it again");
        }
        return ExitCode.SOFTWARE;
      }
    }
    common.print(report.json(), _ -> report.print(surroundings.out()));
    return report.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Optional<String> run(List<Found> portion, Optional<Instant> end, ImportReport report) {
    ObjectNode body = Json.object().put("dry_run", dryRun);
    end.ifPresent(time -> body.put("sunset", time.toString()));
    ArrayNode keys = body.putArray("keys");
    portion.forEach(one -> one.key().ifPresent(key -> keys.add(ImportedKeyJson.of(key))));
    AdminReply reply = common.reply(common.request(Method.POST, PATH).with(body));
    if (!reply.isSuccess()) {
      return Optional.of(reply.detail());
    }
    int next = 0;
    for (Found one : portion) {
      if (one.key().isEmpty()) {
        report.refused(one.where(), one.fault());
      } else {
        JsonNode result = reply.body().path("results").path(next++);
        report.count(one.where(), result);
      }
    }
    return Optional.empty();
  }

  /// When an import ends: on a date, or after some time.
  record Sunset(Optional<Instant> date, Duration after) {
    Instant at(Instant now) {
      return date.orElseGet(() -> now.plus(after));
    }
  }

  /// Reads dates and durations.
  static final class Sunsets implements ITypeConverter<Sunset> {
    private static final int DATE = "2030-01-31".length();

    @Override
    public Sunset convert(String text) {
      Optional<Duration> after = Settings.parseDuration(text);
      if (after.isPresent()) {
        return new Sunset(Optional.empty(), after.get());
      }
      try {
        Instant at =
            text.length() == DATE
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
        return new Sunset(Optional.of(at), Duration.ZERO);
      } catch (DateTimeException _) {
        throw new TypeConversionException(
            "'" + text + "' is no date such as 2030-01-31, and no duration such as 90d");
      }
    }
  }
}
