package dev.memwarden.server;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.postgres.MovingIn;
import dev.memwarden.stores.postgres.PostgresAddress;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Moves what a data folder holds into the PostgreSQL database that the settings name.
public final class Migration {
  private Migration() {}

  /// Moves it all; goes on where an earlier run was stopped.
  ///
  /// @param copying hears how many rows have arrived
  /// @param checking hears how many of them were compared
  /// @return how many rows there are
  /// @throws InvalidConfigurationException if no database is named, or the master key is unusable
  /// @throws dev.memwarden.stores.embedded.FolderInUseException if a server runs on the folder
  /// @throws dev.memwarden.stores.postgres.UnsuitableDatabaseException if the database is not fit,
  ///   or has another store
  /// @throws dev.memwarden.auth.StoreUnavailableException if one of both cannot be used
  public static long run(
      Configuration.Store config,
      InstantSource clock,
      SecureRandom random,
      IndexProgress copying,
      IndexProgress checking) {
    PostgresAddress address =
        config
            .postgres()
            .orElseThrow(() ->
                new InvalidConfigurationException(
                    Setting.POSTGRES_URL.key() + ": must say where to move everything"));
    try (Folder folder = Folder.open(config.data())) {
      MasterKeyRing ring = MasterKeys.load(config, folder.hasStore(), random);
      return MovingIn.run(folder, ring, address, clock, copying, checking);
    }
  }
}
