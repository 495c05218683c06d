package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LimitsTest {
  private static final List<String> USUAL = List.of("30s", "10s", "1min", "45000");
  private static final List<String> NONE = List.of("0", "0", "0", "0");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private static List<String> of(Connection connection) throws SQLException {
    List<String> limits = new ArrayList<>();
    for (String name :
        List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
      limits.add(Sql.of("SHOW " + name).first(connection, row -> row.getString(1)).orElseThrow());
    }
    limits.add(String.valueOf(connection.getNetworkTimeout()));
    return limits;
  }

  @Test
  void lifted_limits_come_back_as_they_were() throws SQLException {
    try (Connection connection = database.connect()) {
      Limits before = Limits.lift(connection);
      assertThat(of(connection)).isEqualTo(NONE);

      before.restore(connection);

      assertThat(of(connection)).isEqualTo(USUAL);
    }
  }

  @Test
  void what_is_asked_once_the_schema_is_there_has_limits() throws SQLException {
    try (Connection connection = database.connect()) {
      PostgresSchema.open(connection, Proofs.CLOCK);

      assertThat(of(connection)).isEqualTo(USUAL);
    }
  }
}
