package dev.memwarden.stores.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Where two databases must be told differently. Everything else is one text, in which a column
/// `user` stands in quotes: bare, some databases take it for whoever is connected.
public interface Dialect {

  /// Asks for the items of these rows, by their numbers and never by what a reach has; a condition
  /// can follow after `AND`.
  Sql itemsOf(List<Long> rows);

  /// Joins two tables with `ON`, from the first to the second.
  String joinInOrder();

  /// The function that says where a second text is in a first, counted from 1; 0 if nowhere.
  String locate();

  /// Lets no other process write to the audit log until the transaction ends.
  void holdAudit(Connection connection) throws SQLException;

  /// Lets the numbers of changes of authority go on behind `seq`, which was given by hand.
  void changedTo(Connection connection, long seq) throws SQLException;

  /// Notes that an item was put, for an index that follows; in the same transaction.
  void put(Connection connection, long row) throws SQLException;

  /// Notes that items are about to be cut.
  ///
  /// @param which a condition on the table `item`
  void cut(Connection connection, Sql which) throws SQLException;

  /// A number that stays the same only as long as no item changes, for a transaction that sees one
  /// moment.
  long changes(Connection connection) throws SQLException;
}
