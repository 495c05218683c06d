package dev.memwarden.stores.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A database with pgvector, empty before each test of a class. Everything in it is done over one
/// connection: it takes no two at once.
final class PgVectorDatabase implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private final MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
  private Optional<Pglite> server = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    server = Optional.of(Pglite.start());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.ifPresent(Pglite::close);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    run("DROP SCHEMA IF EXISTS " + PostgresSchema.NAME + " CASCADE");
    run("DROP EXTENSION IF EXISTS vector CASCADE");
    run("CREATE EXTENSION vector SCHEMA public");
  }

  /// @param exact how many memories in reach are compared one by one
  Stores open(int exact) {
    return PostgresStores.open(
        address(),
        this::connections,
        ring,
        new Meaning(HashingEmbedder.MODEL, HashingEmbedder.DIMENSIONS, Optional.empty(), exact),
        Proofs.CLOCK);
  }

  PostgresAddress address() {
    return new PostgresAddress(server.orElseThrow().url(), "postgres", Optional.empty(), 1);
  }

  private PostgresDatabase connections() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address().jdbcUrl());
    config.setDataSourceProperties(address().properties());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    Transactions all = new Transactions(new HikariDataSource(config));
    return new PostgresDatabase(all, all, all);
  }

  Connection connect() throws SQLException {
    return address().connect();
  }

  /// Runs a statement as superuser, while nothing else is under way.
  void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
