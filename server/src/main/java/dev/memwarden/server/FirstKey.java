package dev.memwarden.server;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.server.admin.AdminDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The admin key of a first start: without it, a server that knows no credential could be used by
/// nobody. Of several servers that start at once over one database, one makes it.
final class FirstKey {
  /// Its file in the data folder, where nobody watches.
  static final String FILE = "first-admin-key";

  /// Long enough to make real keys.
  static final Duration LIFETIME = Duration.ofHours(24);

  private static final Principal ADMIN =
      new Principal(Principal.Kind.ADMIN, Principal.DEFAULT_TENANT, "admin");

  private FirstKey() {}

  /// Makes the key if no credential is stored or configured.
  ///
  /// @param hearing hears the key before it is one, and not at all if none is needed
  /// @return empty if none is needed, or if another server was faster: what was heard is none then
  static Optional<Secret> mint(
      Instance instance, AuthMode auth, InstantSource clock, Consumer<Secret> hearing) {
    boolean needed =
        auth == AuthMode.ON
            && instance.configured().size() == 0
            && !instance.takesTokens()
            && instance.stores().keys().isEmpty();
    if (!needed) {
      return Optional.empty();
    }
    Allow allow = Instance.local(Action.KEYS_MANAGE, ADMIN.tenant(), clock);
    Instant end = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(LIFETIME);
    Ceiling ceiling =
        Ceiling.of(Action.ALL, Box.ofTenant(ADMIN.tenant())).expiring(Optional.of(end));
    NewKey wanted =
        new NewKey(ADMIN, Optional.of(AdminDialect.FIRST_KEY), Optional.empty(), ceiling);
    return instance.keys().mintFirst(allow, wanted, hearing).map(Minting.Minted::text);
  }

  /// The same into a file that its owner alone can read, in the place of an older one.
  ///
  /// @return the file, if the key was made
  /// @throws StoreUnavailableException if it cannot be written; then there is no key either
  static Optional<Path> mintInto(Path data, Instance instance, AuthMode auth, InstantSource clock) {
    Path file = data.resolve(FILE);
    AtomicBoolean written = new AtomicBoolean();
    Consumer<Secret> writing =
        key -> {
          write(file, key);
          written.set(true);
        };
    if (mint(instance, auth, clock, writing).isPresent()) {
      return Optional.of(file);
    }
    if (written.get()) {
      remove(file);
    }
    return Optional.empty();
  }

  // In one step: whoever reads the file meanwhile has all of one key.
  private static void write(Path file, Secret key) {
    Path written = file.resolveSibling(FILE + ".new");
    try {
      Files.deleteIfExists(written);
      MasterKeys.writeForOwner(written, Secret.of(key.revealText() + "\n"));
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write " + file, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot remove " + file, e);
    }
  }
}
