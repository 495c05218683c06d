package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rotate",
    description =
        "Make a successor of a key and print it, this once. The old key works on for the grace.")
final class KeyRotate implements Callable<Integer> {
  /// When the successor ends: after some time, or never.
  record End(Optional<Duration> after) {}

  /// Reads durations and `never`.
  static final class EndReader implements ITypeConverter<End> {
    @Override
    public End convert(String text) {
      return new End(
          text.equals("never") ? Optional.empty() : Optional.of(new Durations().convert(text)));
    }
  }

  @Parameters(paramLabel = "ID", description = "The public id of the key.")
  private String id = "";

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long the old key works on (default: 24h), never past its own end.")
  private Duration grace = Duration.ofHours(24);

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION|never",
      converter = EndReader.class,
      description =
          "When the successor stops to work, such as 30d (default: as the old key; that of a first"
              + " start: never).")
  private @Nullable End expiresIn;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  KeyRotate(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    AdminRequest request =
        common
            .request(Method.POST, KeyAdd.KEYS + "/" + AdminRequest.segment(id) + "/rotate")
            .with(body());
    return common.ask(
        request,
        key -> {
          surroundings.out().println(key.path("key").asString());
          surroundings
              .err()
              .println(
                  "Key "
                      + key.path("id").asString()
                      + " replaces "
                      + id
                      + ". It is shown this once: keep it safe.");
        });
  }

  private ObjectNode body() {
    ObjectNode body = Json.object().put("grace_seconds", grace.toSeconds());
    if (expiresIn == null) {
      return body;
    }
    Instant now = surroundings.clock().instant();
    return body.put(
        "expires_at", expiresIn.after().map(now::plus).map(Instant::toString).orElse(null));
  }
}
