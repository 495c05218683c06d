package dev.memwarden.server;

import dev.memwarden.stores.postgres.PostgresAddress;
import java.util.Optional;

/// Reads where the database is, if everything is kept in one.
final class PostgresConfiguration {
  private static final int MOST_CONNECTIONS = 500;

  private PostgresConfiguration() {}

  /// The database that is configured, if one is.
  ///
  /// @throws InvalidConfigurationException if it is configured by halves, or wrongly
  static Optional<PostgresAddress> of(Settings settings) {
    Optional<String> url = settings.text(Setting.POSTGRES_URL);
    if (url.isEmpty()) {
      if (settings.isSet(Setting.POSTGRES_PASSWORD)) {
        throw settings.wrong(
            Setting.POSTGRES_PASSWORD, "is of no use without " + Setting.POSTGRES_URL.key());
      }
      return Optional.empty();
    }
    if (!settings.isSet(Setting.MASTER_KEY) && !settings.isSet(Setting.MASTER_KEY_FILE)) {
      throw settings.wrong(
          Setting.POSTGRES_URL,
          "needs "
              + Setting.MASTER_KEY_FILE.key()
              + " or "
              + Setting.MASTER_KEY.key()
              + ": one master key for all who use the database, which none of them makes");
    }
    try {
      return Optional.of(
          new PostgresAddress(
              url.get(),
              settings.required(Setting.POSTGRES_USER),
              settings.secret(Setting.POSTGRES_PASSWORD),
              settings.integer(Setting.POSTGRES_CONNECTIONS, 1, MOST_CONNECTIONS)));
    } catch (IllegalArgumentException e) {
      throw settings.wrong(Setting.POSTGRES_URL, String.valueOf(e.getMessage()));
    }
  }
}
