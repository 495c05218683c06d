package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What a table says, in short: the same here and there, or rows differ.
///
/// @param sha256 over all values of all rows in the order of the key, in lower-case hexadecimal
record TableDigest(long rows, String sha256) {
  private static final int FETCHED = 1_000;

  /// Reads the whole table.
  ///
  /// @param sql that asks for the columns of `table` in the order of its key
  /// @param read hears now and then how many rows more were read
  static TableDigest of(Connection connection, MovedTable table, String sql, LongConsumer read)
      throws SQLException {
    MessageDigest digest = Sha256.begin();
    long rows = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCHED);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          for (MovedColumn column : table.columns()) {
            add(digest, column.of(row));
          }
          rows++;
          if (rows % FETCHED == 0) {
            read.accept(FETCHED);
          }
        }
      }
    }
    read.accept(rows % FETCHED);
    return new TableDigest(rows, HexFormat.of().formatHex(digest.digest()));
  }

  // Each value with its length, so that nothing can move from one to the next.
  private static void add(MessageDigest digest, Optional<Object> value) {
    if (value.isEmpty()) {
      digest.update(length(-1));
      return;
    }
    byte[] bytes =
        switch (value.get()) {
          case Long number -> ByteBuffer.allocate(Long.BYTES).putLong(number).array();
          case String text -> text.getBytes(StandardCharsets.UTF_8);
          case byte[] raw -> raw;
          case Object other -> throw MovedColumn.unknown(other);
        };
    digest.update(length(bytes.length));
    digest.update(bytes);
  }

  private static ByteBuffer length(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(length).flip();
  }
}
