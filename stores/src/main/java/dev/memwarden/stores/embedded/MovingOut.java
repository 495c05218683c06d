package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.sql.Canary;
import dev.memwarden.stores.sql.Meta;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Optional;

/// A folder that is being moved elsewhere: of the newest schema, to be read by nobody else and
/// changed by nobody.
public final class MovingOut implements AutoCloseable {
  private static final String MOVED_TO = "moved_to";

  private final SqliteDatabase database;
  private final String id;

  private MovingOut(SqliteDatabase database, String id) {
    this.database = database;
    this.id = id;
  }

  /// Opens what is in `folder`, which the caller holds for as long as this is open.
  ///
  /// @throws dev.memwarden.stores.sql.MasterKeyMismatchException if the store was made with another
  ///   master key
  /// @throws StoreUnavailableException if there is no store, or it cannot be used
  public static MovingOut open(Folder folder, MasterKeyRing ring, InstantSource clock) {
    if (!folder.hasStore()) {
      throw new StoreUnavailableException("there is no store in " + folder.path());
    }
    SqliteDatabase database = SqliteDatabase.open(folder, clock);
    boolean done = false;
    try {
      String id =
          database
              .writer()
              .write(connection -> Canary.check(connection, ring, folder.path().toString()));
      done = true;
      return new MovingOut(database, id);
    } finally {
      if (!done) {
        database.close();
      }
    }
  }

  /// Refuses a store that was moved.
  ///
  /// @throws StoreMovedException if it was
  static void check(SqliteDatabase database, Folder folder) {
    movedTo(database)
        .ifPresent(to -> {
          throw new StoreMovedException(folder.path().toString(), to);
        });
  }

  private static Optional<String> movedTo(SqliteDatabase database) {
    return database.upkeep().read(connection -> Meta.read(connection, MOVED_TO));
  }

  /// The name of the store.
  public String id() {
    return id;
  }

  /// Where it was moved to.
  public Optional<String> movedTo() {
    return movedTo(database);
  }

  /// Notes that everything is elsewhere from now on; nobody can open the folder as a store again.
  public void moved(String to) {
    boolean _ =
        database
            .writer()
            .write(connection -> {
              Meta.write(connection, MOVED_TO, to);
              return true;
            });
  }

  /// A connection to read what is here, to be closed by the caller.
  public Connection connect() {
    return database.connect();
  }

  @Override
  public void close() {
    database.close();
  }
}
