package dev.memwarden.server;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.ForeignTokenJudge;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.stores.redis.RedisAddress;
import java.util.Optional;

/// A Redis, and what it is used for.
///
/// @param tokens whose the tokens of the Redis AMS are that keeps them there; empty if they are not
///   taken
/// @param limits whether rates hold for all servers together
public record RedisConfiguration(
    RedisAddress address, Optional<ForeignTokenJudge.Rules> tokens, boolean limits) {

  /// The Redis that is configured, if one is.
  ///
  /// @throws InvalidConfigurationException if it is configured wrongly
  static Optional<RedisConfiguration> of(Settings settings) {
    boolean limits = settings.flag(Setting.REDIS_LIMITS).orElse(true);
    boolean wanted = settings.flag(Setting.REDIS_TOKENS).orElse(true);
    ForeignTokenJudge.Rules rules =
        new ForeignTokenJudge.Rules(
            owner(settings),
            new TextShape(
                "", settings.integer(Setting.REDIS_TOKEN_LENGTH, 1, BcryptHash.MAX_TEXT)));
    return settings
        .text(Setting.REDIS_URL)
        .map(url ->
            new RedisConfiguration(
                address(settings, url), Optional.of(rules).filter(_ -> wanted), limits));
  }

  private static RedisAddress address(Settings settings, String url) {
    try {
      return RedisAddress.parse(url);
    } catch (IllegalArgumentException e) {
      throw settings.wrong(Setting.REDIS_URL, String.valueOf(e.getMessage()));
    }
  }

  private static Principal owner(Settings settings) {
    String text = settings.required(Setting.REDIS_TOKEN_OWNER);
    int colon = text.indexOf(':');
    String id = text.substring(colon + 1);
    try {
      return new Principal(
          switch (text.substring(0, Math.max(0, colon))) {
            case "user" -> Principal.Kind.USER;
            case "service" -> Principal.Kind.SERVICE;
            default -> throw new IllegalArgumentException("no kind of owner");
          },
          Principal.DEFAULT_TENANT,
          id);
    } catch (IllegalArgumentException _) {
      throw settings.wrong(Setting.REDIS_TOKEN_OWNER, "must be service:ID or user:ID");
    }
  }
}
