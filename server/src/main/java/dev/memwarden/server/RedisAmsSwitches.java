package dev.memwarden.server;

import dev.memwarden.auth.key.KeyProver;
import java.util.Locale;
import java.util.Optional;

/// What Redis AMS is told about authentication: `AUTH_MODE`, `DISABLE_AUTH` and
/// `TOKEN_AUTH_ENABLED`.
///
/// There, authentication is on only if two of them say so; here, it is off only if one of them says
/// so.
///
/// @param mode `AUTH_MODE`
/// @param disable `DISABLE_AUTH`
/// @param tokens `TOKEN_AUTH_ENABLED`
record RedisAmsSwitches(
    Optional<String> mode, Optional<Boolean> disable, Optional<Boolean> tokens) {
  static final String TOKEN = "token";
  static final String OAUTH2 = "oauth2";
  static final String DISABLED = "disabled";

  /// @throws InvalidConfigurationException if a value is none that Redis AMS takes
  static RedisAmsSwitches of(Settings settings) {
    Optional<String> mode = settings.text(Setting.AUTH_MODE);
    return switch (mode.orElse(DISABLED)) {
      case DISABLED, TOKEN, OAUTH2 ->
          new RedisAmsSwitches(
              mode,
              flag(settings, Setting.DISABLE_AUTH),
              flag(settings, Setting.TOKEN_AUTH_ENABLED));
      default ->
          throw settings.wrong(
              Setting.AUTH_MODE, "must be disabled, token or oauth2, or be left out");
    };
  }

  boolean isMode(String word) {
    return mode.filter(word::equals).isPresent();
  }

  /// Whether tokens are asked for, which Redis AMS keeps as bcrypt.
  boolean isToken() {
    return isMode(TOKEN) || tokens.orElse(false);
  }

  /// How new keys are kept.
  KeyProver.Making making() {
    return isToken() ? KeyProver.Making.BCRYPT : KeyProver.Making.SHA_256;
  }

  // All the words that it takes for true and false, in any case.
  private static Optional<Boolean> flag(Settings settings, Setting setting) {
    return settings
        .text(setting)
        .map(text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "t", "yes", "y", "on", "1" -> true;
              case "false", "f", "no", "n", "off", "0" -> false;
              default -> throw settings.wrong(setting, "must be true or false");
            });
  }
}
