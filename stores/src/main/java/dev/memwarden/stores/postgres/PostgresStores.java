package dev.memwarden.stores.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Canary;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.SqlStores;
import dev.memwarden.stores.sql.Suspension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the stores in a PostgreSQL database, which many processes may have open at once.
public final class PostgresStores {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresStores.class);

  private static final int CREDENTIAL_CONNECTIONS = 4;

  /// How long to wait for a connection that is free, before a request is refused.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private PostgresStores() {}

  /// Opens what is in the database, or makes it.
  ///
  /// @param model id of the embedding model in use
  /// @param dimensions length of its vectors
  /// @throws UnsuitableDatabaseException if the database is not fit to keep memories
  /// @throws dev.memwarden.stores.sql.MasterKeyMismatchException if the store was made with another
  ///   master key
  /// @throws dev.memwarden.stores.sql.NewerSchemaException if a newer version wrote the store
  /// @throws StoreUnavailableException if the database does not answer
  public static Stores open(
      PostgresAddress address,
      MasterKeyRing ring,
      String model,
      int dimensions,
      InstantSource clock) {
    Meaning meaning = new Meaning(model, dimensions, Optional.empty(), Meaning.EXACT);
    return open(address, () -> database(address, PATIENCE), ring, meaning, clock);
  }

  /// The same over connections that are made so, once the schema is there.
  ///
  /// @param meaning without an index
  static Stores open(
      PostgresAddress address,
      Supplier<PostgresDatabase> connections,
      MasterKeyRing ring,
      Meaning meaning,
      InstantSource clock) {
    String id;
    Optional<VectorIndex> index;
    try (Connection connection = address.connect()) {
      id = prepare(connection, address, ring, clock);
      index = VectorIndex.find(connection, meaning.model(), meaning.dimensions());
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot open the database at " + address, e);
    }
    if (address.isReadable()) {
      LOG.warn("event=database_in_the_clear memories may be read on the way to the database");
    }
    Optional<Building> building = index.map(its -> new Building(address, its));
    building.ifPresent(Building::makeIfFew);
    PostgresDatabase database = connections.get();
    boolean done = false;
    try {
      Stores.Rebuild rebuild =
          building.<Stores.Rebuild>map(its -> its::renew).orElseGet(() -> nothing(database));
      Stores stores =
          SqlStores.over(
              database,
              id,
              ring,
              new SqlStores.Search(new PostgresIndex(database, meaning.by(index)), rebuild),
              clock,
              database::close);
      done = true;
      return stores;
    } finally {
      if (!done) {
        database.close();
      }
    }
  }

  /// Lets nobody in until an admin says so, and ends all tokens: for a database that came back from
  /// a backup and does not know what was revoked since. Servers that run follow at once.
  ///
  /// @param tenants those that the configuration knows; the database knows its own
  /// @param admin who does it, in a tenant
  /// @return tenants that were not disabled before
  /// @throws StoreUnavailableException if the database does not answer
  public static List<String> suspend(
      PostgresAddress address,
      MasterKeyRing ring,
      Set<String> tenants,
      Function<String, Identity> admin,
      InstantSource clock) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    try (Connection connection = address.connect()) {
      String id = prepare(connection, address, ring, clock);
      Entry.hold(connection, List.of(Lock.AUTHORITY));
      Suspension suspension = new Suspension(new PostgresDialect(), ring, id, admin, at);
      List<String> suspended = suspension.disableTenants(connection, tenants);
      suspension.endTokens(connection, tenants);
      connection.commit();
      return suspended;
    } catch (SQLException e) {
      throw new StoreUnavailableException("cannot change the database at " + address, e);
    }
  }

  // Whoever else opens the database waits until the connection is closed.
  private static String prepare(
      Connection connection, PostgresAddress address, MasterKeyRing ring, InstantSource clock)
      throws SQLException {
    PostgresSchema.open(connection, clock);
    connection.setAutoCommit(false);
    MovingIn.check(connection);
    String id = Canary.check(connection, ring, address.toString());
    connection.commit();
    return id;
  }

  /// The connections to a schema that is there. None is opened yet.
  static PostgresDatabase database(PostgresAddress address, Duration patience) {
    return new PostgresDatabase(
        pool("memwarden-memory", address, address.connections(), patience),
        pool("memwarden-credentials", address, CREDENTIAL_CONNECTIONS, patience),
        pool("memwarden-log", address, 1, patience));
  }

  private static Transactions pool(
      String name, PostgresAddress address, int size, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(address.jdbcUrl());
    config.setDataSourceProperties(address.properties());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setIsolateInternalQueries(true); // or the first transaction would have begun already
    config.setConnectionTimeout(patience.toMillis());
    config.setValidationTimeout(patience.toMillis() / 2);
    config.setInitializationFailTimeout(-1); // the database has just answered
    // A connection outside of any transaction that begins as it must sees nothing.
    config.setConnectionInitSql("SET ROLE " + Role.MEMORY.sqlName());
    return new Transactions(new HikariDataSource(config));
  }

  /// There is nothing to make anew but what is made from each text alone.
  private static Stores.Rebuild nothing(PostgresDatabase database) {
    return progress -> {
      long memories = database.upkeep().read(Sql.of("SELECT count(*) FROM item")::number);
      progress.at(memories, memories);
      return memories;
    };
  }
}
