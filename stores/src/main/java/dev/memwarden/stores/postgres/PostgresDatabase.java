package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Reach;
import dev.memwarden.stores.sql.Access;
import dev.memwarden.stores.sql.Database;
import dev.memwarden.stores.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One PostgreSQL database. Memory, credentials and the log of changes have connections of their
/// own, so that none can starve another.
final class PostgresDatabase implements Database, AutoCloseable {
  private final Transactions memory;
  private final Transactions credentials;
  private final Transactions log;
  private final PostgresDialect dialect = new PostgresDialect();

  PostgresDatabase(Transactions memory, Transactions credentials, Transactions log) {
    this.memory = memory;
    this.credentials = credentials;
    this.log = log;
  }

  @Override
  public Access memory(Reach reach) {
    return new PostgresAccess(memory, new Entry(Role.MEMORY, Lock.tenant(reach), Lock.of(reach)));
  }

  @Override
  public Access authority(String tenant) {
    return new PostgresAccess(
        credentials, new Entry(Role.AUTHORITY, tenant, List.of(Lock.AUTHORITY)));
  }

  /// Over a connection for memory, as it goes on for a while and there are few of the others.
  @Override
  public Access removal(Reach reach) {
    return new PostgresAccess(
        memory, new Entry(Role.AUTHORITY, Lock.tenant(reach), Lock.of(reach)));
  }

  @Override
  public void holdAuthority(Connection connection) throws SQLException {
    Entry.hold(connection, List.of(Lock.AUTHORITY));
  }

  @Override
  public Access credentials() {
    return new PostgresAccess(
        credentials, new Entry(Role.CREDENTIALS, "", List.of(Lock.AUTHORITY)));
  }

  @Override
  public Access upkeep() {
    return new PostgresAccess(memory, new Entry(Role.UPKEEP, "", List.of()));
  }

  @Override
  public Access log() {
    return new PostgresAccess(log, new Entry(Role.CREDENTIALS, "", List.of()));
  }

  @Override
  public Access audit() {
    return audit("");
  }

  @Override
  public Access audit(String tenant) {
    return new PostgresAccess(memory, new Entry(Role.AUDIT, tenant, List.of()));
  }

  @Override
  public int waiting() {
    return memory.waiting() + credentials.waiting();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /// A connection as it is before any transaction began.
  Connection unentered() throws SQLException {
    return memory.pool().getConnection();
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public void close() {
    memory.close();
    credentials.close();
    log.close();
  }
}
