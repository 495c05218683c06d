package dev.memwarden.cli;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.token.SharedSecretMint;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.SharedSecretConfiguration;
import dev.memwarden.server.http.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "mint",
    description = "Make a token that ZEP_AUTH_SECRET signs: of a user, or of the service.")
final class TokenMint implements Callable<Integer> {
  private static final int ID_BYTES = 16;

  @Option(
      names = "--sub",
      paramLabel = "ID",
      converter = User.class,
      description = "The user that it proves (default: none, it is the service).")
  private @Nullable String subject;

  @Option(
      names = "--scopes",
      paramLabel = "ACTIONS",
      converter = Actions.class,
      description = "All that it allows, such as memory:read,chat (default: memory:* and chat).")
  private @Nullable Set<Action> actions;

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "When it stops to work, such as 30d (default: never).")
  private @Nullable Duration expiresIn;

  @Mixin private final Common common;

  private final Surroundings surroundings;

  TokenMint(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    SharedSecretConfiguration shared =
        SharedSecretConfiguration.required(common.settings(Map.of()));
    requireUse(shared);
    SharedSecretMint.Wish wish = wish();
    String token = new SharedSecretMint(shared.secrets()).mint(wish).revealText();
    common.print(
        Json.object()
            .put("token", token)
            .put("sub", subject)
            .put("scope", wish.scope().orElse(null))
            .put("issued_at", wish.issuedAt().toString())
            .put("expires_at", wish.expiresAt().map(Instant::toString).orElse(null))
            .put("jti", wish.id()),
        _ -> surroundings.out().println(token));
    return ExitCode.OK;
  }

  /// A token that the server would refuse, or that could do nothing, is not made.
  private void requireUse(SharedSecretConfiguration shared) {
    if (subject != null) {
      return;
    }
    if (shared.rules().token().subjectRequired()) {
      throw new InvalidConfigurationException(
          "tokens that name no user are refused (zep.require-subject); name one with --sub");
    }
    if (actions != null && !Action.MEMORY_AND_CHAT.containsAll(actions)) {
      throw new InvalidConfigurationException(
          "a token that names no user allows no more than memory:* and chat");
    }
  }

  private SharedSecretMint.Wish wish() {
    Instant now = surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return new SharedSecretMint.Wish(
        Optional.ofNullable(subject),
        Optional.ofNullable(actions),
        now,
        Optional.ofNullable(expiresIn).map(now::plus),
        Base64.getUrlEncoder().withoutPadding().encodeToString(id));
  }

  /// Reads the id of a user.
  static final class User implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!Axis.accepts(text)) {
        throw new TypeConversionException("a user id has 1 to " + Axis.MAX_LENGTH + " characters");
      }
      return text;
    }
  }

  /// Reads lists such as `memory:read,chat`.
  static final class Actions implements ITypeConverter<Set<Action>> {
    @Override
    public Set<Action> convert(String text) {
      try {
        return Action.parseList(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
