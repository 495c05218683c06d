package dev.memwarden.cli;

import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.admin.Admin;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlClient;
import dev.memwarden.stores.embedded.FolderInUseException;
import dev.memwarden.stores.lucene.IndexProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/// Brings a request to whoever holds the data folder: the server that runs on it, or else this very
/// process, which then opens the folder for the moment.
final class Administration {
  /// How long somebody else may hold the folder without answering: a server that starts or stops,
  /// or another command.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Administration() {}

  /// @param store asked for when there is no server: only then are secrets needed
  static AdminReply ask(
      Path data, Supplier<Configuration.Store> store, InstantSource clock, AdminRequest request) {
    if (!makesFolder(request)) {
      requireStore(data, store);
    }
    return during(data, store, clock, admin -> admin.ask(request));
  }

  /// Lets `work` ask one thing after the other, and opens the folder once if it has to.
  ///
  /// @param store asked for when there is no server: only then are secrets needed
  static <T> T during(
      Path data,
      Supplier<Configuration.Store> store,
      InstantSource clock,
      Function<Admin, T> work) {
    return reach(
        data,
        work,
        () -> {
          try (Instance instance =
              Instance.open(store.get(), clock, new SecureRandom(), IndexProgress.UNSEEN)) {
            return work.apply(instance.admin());
          }
        });
  }

  /// Whoever only looks, or changes what must be there, has named the wrong folder; but where all
  /// is in a PostgreSQL database, a host may well be without one.
  ///
  /// @param store asked for if there is no folder
  /// @throws InvalidConfigurationException if there is neither
  static void requireStore(Path data, Supplier<Configuration.Store> store) {
    if (!Files.isDirectory(data) && store.get().postgres().isEmpty()) {
      requireFolder(data);
    }
  }

  /// @throws InvalidConfigurationException if the data folder is not there
  static void requireFolder(Path data) {
    if (!Files.isDirectory(data)) {
      throw new InvalidConfigurationException(
          "there is no data folder " + data + "; name one with --data");
    }
  }

  /// Lets the server that runs on the folder do it, or else does it `here`; waits a little for
  /// somebody who holds the folder for the moment.
  static <T> T reach(Path data, Function<Admin, T> server, Supplier<T> here) {
    long start = System.nanoTime();
    while (true) {
      Optional<ControlClient> client = ControlClient.connect(data);
      if (client.isPresent()) {
        return server.apply(client.get());
      }
      try {
        return here.get();
      } catch (FolderInUseException e) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static boolean makesFolder(AdminRequest request) {
    return switch (request.method()) {
      case POST ->
          switch (request.path()) {
            case KeyAdd.KEYS, TokenFormat.PATH, TenantList.TENANTS -> true;
            // Not if it shall change nothing.
            case KeyImporter.PATH ->
                request.body().filter(body -> body.path("dry_run").asBoolean(true)).isEmpty();
            default -> false;
          };
      case PUT -> true;
      case GET, PATCH, DELETE -> false;
    };
  }
}
