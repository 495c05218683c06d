package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "add",
    description = "Make a token as Redis AMS does, an API key, and print it, this once.")
final class TokenAdd implements Callable<Integer> {
  // Below that, a text could be guessed whoever made it.
  private static final int SHORT = 20;

  /// Whose token it is.
  static final class Owner {
    @Option(names = "--user", paramLabel = "ID", description = "A token of this user.")
    private @Nullable String user;

    @Option(names = "--service", paramLabel = "ID", description = "A token of this service.")
    private @Nullable String service;
  }

  @ArgGroup(multiplicity = "0..1")
  private Owner owner = new Owner();

  @Option(
      names = {"-d", "--description"},
      required = true,
      description = "What it is for.")
  private String description = "";

  @Option(
      names = {"-e", "--expires-days"},
      paramLabel = "DAYS",
      converter = Days.class,
      description = "When it stops to work (default: never).")
  private @Nullable Duration expiresIn;

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      description = "The token itself, if it was made elsewhere (default: a new one).")
  private @Nullable String text;

  @Mixin private final TokenFormat format;

  private final Surroundings surroundings;

  TokenAdd(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.format = new TokenFormat(surroundings);
  }

  @Override
  public Integer call() {
    AdminReply reply =
        format.common().reply(format.common().request(Method.POST, TokenFormat.PATH).with(body()));
    if (!reply.isSuccess()) {
      surroundings.err().println("memwarden: " + reply.detail());
      return ExitCode.SOFTWARE;
    }
    if (text != null && text.length() < SHORT) {
      surroundings
          .err()
          .println("memwarden: warning: a token of fewer than " + SHORT + " characters is guessed");
    }
    JsonNode token = reply.body();
    if (token.has(AdminReply.WARNING)) {
      surroundings
          .err()
          .println("memwarden: warning: " + token.path(AdminReply.WARNING).asString());
    }
    if (format.isJson()) {
      format.print(
          Json.object()
              .put("token", token.path("token").asString())
              .put("description", TokenText.description(token))
              .put("created_at", TokenText.time(token, "created_at"))
              .put("expires_at", TokenFormat.end(token))
              .put("hash", token.path("hash").asString())
              .put("id", token.path("id").asString()));
    } else {
      TokenText.added(token, surroundings.out());
    }
    return ExitCode.OK;
  }

  private ObjectNode body() {
    ObjectNode body = Json.object().put("description", description);
    if (owner.user != null) {
      body.put("user", owner.user);
    }
    if (owner.service != null) {
      body.put("service", owner.service);
    }
    if (expiresIn != null) {
      body.put("expires_at", format.now().plus(expiresIn).toString());
    }
    if (text != null) {
      body.put("token", text);
    }
    return body;
  }

  /// Reads numbers of days, from 1 to a hundred years.
  static final class Days implements ITypeConverter<Duration> {
    private static final int MOST = 36_500;

    @Override
    public Duration convert(String text) {
      if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= MOST) {
        return Duration.ofDays(Integer.parseInt(text));
      }
      throw new TypeConversionException("'" + text + "' is no number of days from 1 to " + MOST);
    }
  }
}
