package dev.memwarden.stores.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// What is done with a connection, inside a transaction that its giver begins and ends. It may be
/// done again from the start if the database could not bring it to an end.
@FunctionalInterface
public interface Work<T> {
  T in(Connection connection) throws SQLException;
}
