package dev.memwarden.stores.postgres;

import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A database for each test, without anything in it at first.
final class TestDatabase implements BeforeEachCallback, AfterEachCallback {
  private static final int CONNECTIONS = 8;

  private final MasterKeyRing ring = MasterKeyRing.generate(new SecureRandom());
  private final String template;
  private String name = "";

  /// A database with the schema.
  TestDatabase() {
    this(Cluster.WITH_SCHEMA);
  }

  private TestDatabase(String template) {
    this.template = template;
  }

  /// A database that nothing was ever made in.
  static TestDatabase empty() {
    return new TestDatabase("template0");
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    name = Cluster.create(template);
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    Cluster.drop(name);
  }

  Stores open() {
    return open(Proofs.CLOCK);
  }

  Stores open(InstantSource clock) {
    return open(ring, clock);
  }

  Stores open(MasterKeyRing ring, InstantSource clock) {
    return PostgresStores.open(
        address(), ring, HashingEmbedder.MODEL, HashingEmbedder.DIMENSIONS, clock);
  }

  /// The chain of the audit log in there.
  AuditChain auditChain() {
    return new AuditChain(ring);
  }

  PostgresAddress address() {
    return new PostgresAddress(Cluster.url(name), Cluster.LOGIN, Optional.empty(), CONNECTIONS);
  }

  /// Runs a statement as superuser, behind the program's back.
  int run(String sql) throws SQLException {
    try (Connection connection = Cluster.connect(name, "postgres")) {
      connection.setSchema(PostgresSchema.NAME);
      return Sql.of(sql).run(connection);
    }
  }

  /// The first column of the first row of a question, for the same.
  long number(String sql) throws SQLException {
    try (Connection connection = Cluster.connect(name, "postgres")) {
      connection.setSchema(PostgresSchema.NAME);
      return Sql.of(sql).number(connection);
    }
  }

  /// Whether somebody waits for a [Lock] in there.
  boolean isWaitedIn() throws SQLException {
    return number(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND database = (SELECT oid FROM pg_database"
                + " WHERE datname = current_database())")
        > 0;
  }

  /// A connection as the program has it, without the program.
  Connection connect() throws SQLException {
    return address().connect();
  }

  /// The master keys of what is in there.
  MasterKeyRing ring() {
    return ring;
  }

  String name() {
    return name;
  }
}
