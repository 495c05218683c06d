package dev.memwarden.stores.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDialectTest {
  @TempDir Path folder;

  @Test
  void ranked_rows_are_read_by_their_numbers() throws SQLException {
    try (Stores stores = Opened.in(folder)) {
      assertThat(stores.memories()).isNotNull();
    }
    Sql sql =
        Sql.of("EXPLAIN QUERY PLAN")
            .then(new SqliteDialect().itemsOf(List.of(1L, 2L)))
            .then("AND tenant = ? AND user = ?", "default", "alice");

    assertThat(RawSql.list(folder, sql, "detail"))
        .first()
        .asString()
        .contains("INTEGER PRIMARY KEY");
  }
}
