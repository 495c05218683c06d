package dev.memwarden.server;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.server.admin.LocalAdmin;
import dev.memwarden.stores.embedded.Backup;
import dev.memwarden.stores.embedded.BackupManifest;
import dev.memwarden.stores.embedded.Folder;
import dev.memwarden.stores.embedded.Restore;
import dev.memwarden.stores.embedded.Since;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.postgres.PostgresStores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Backups of the data folder that a configuration names, made and put back by whoever owns it.
///
/// All methods throw [InvalidConfigurationException] if there is no usable master key. What is in a
/// database is only suspended here; its own tools make backups.
///
/// @param config what is kept, where, and under which master key
public record Backups(Configuration.Store config, InstantSource clock) {

  /// Makes a backup in the new folder `to`, whether or not a server runs.
  ///
  /// @param progress hears how many bytes there are already
  public BackupManifest make(Path to, BackupManifest.Content content, IndexProgress progress) {
    refuseDatabase();
    return new Backup(ring(), clock, progress).make(config.data(), to, content);
  }

  /// Puts a backup into the data folder, which is empty apart from the master key.
  ///
  /// @throws dev.memwarden.stores.embedded.FolderInUseException if another process holds the folder
  public Restore.Restored restore(Path backup, Since since, IndexProgress progress) {
    refuseDatabase();
    try (Folder folder = Folder.open(config.data())) {
      return restore(folder).from(backup, since, progress);
    }
  }

  /// Lets nobody in until an admin says so, in a store that came back in another way.
  ///
  /// @return tenants in which nobody is let in
  /// @throws dev.memwarden.stores.embedded.FolderInUseException if another process holds the folder
  public List<String> suspend() {
    if (config.postgres().isPresent()) {
      return PostgresStores.suspend(
          config.postgres().get(), ring(), tenants(), LocalAdmin::identity, clock);
    }
    try (Folder folder = Folder.open(config.data())) {
      return restore(folder).suspend();
    }
  }

  private void refuseDatabase() {
    if (config.postgres().isPresent()) {
      throw new InvalidConfigurationException(
          Setting.POSTGRES_URL.key()
              + ": everything is in a PostgreSQL database, whose own tools make backups of it and"
              + " put them back; run memwarden restore --suspend after that");
    }
  }

  private Restore restore(Folder folder) {
    return new Restore(folder, ring(), tenants(), LocalAdmin::identity, clock);
  }

  // A new key would fit neither a store nor a backup.
  private MasterKeyRing ring() {
    return MasterKeys.load(config, true, new SecureRandom());
  }

  // Whoever comes with a token of an issuer need not be stored anywhere.
  private Set<String> tenants() {
    Set<String> tenants = new HashSet<>(Set.of(Principal.DEFAULT_TENANT));
    config.issuers().forEach(issuer -> tenants.addAll(issuer.rules().tenants().allowed()));
    config.sharedSecret().ifPresent(shared -> tenants.add(shared.rules().tenant()));
    return tenants;
  }
}
