package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.lucene.IndexProgress;
import dev.memwarden.stores.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Where the index cannot be made: the database has no pgvector, so any attempt fails.
final class BuildingTest {
  private static final VectorIndex INDEX =
      new VectorIndex("item_vector_near_0", "true", "(direction(vector))", "public");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private Building building() {
    return new Building(database.address(), INDEX);
  }

  @Test
  void what_cannot_be_made_is_said() {
    assertThatThrownBy(() -> building().makeIfFew())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("index of vectors");
  }

  @Test
  void what_takes_long_is_not_made_unasked() throws SQLException {
    int _ =
        database.run(
            "WITH made AS (INSERT INTO item (kind, id, tenant, \"user\", agent, session, label,"
                + " text, metadata, attributes, hash, version, created_at, updated_at, principal,"
                + " credential, stamp) SELECT 'memory', 'm' || i, 'default', 'alice', '', '', '',"
                + " '', '', '', '', 1, 0, 0, '', '', '' FROM generate_series(1, 10001) AS i"
                + " RETURNING row) INSERT INTO item_vector (row, held_by, model, vector)"
                + " SELECT row, 'default', 'm', '' FROM made");

    building().makeIfFew();

    assertThatThrownBy(() -> building().renew(IndexProgress.UNSEEN))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void one_process_makes_it_and_the_others_go_on() throws SQLException {
    try (Connection other = database.connect()) {
      boolean _ =
          Sql.of("SELECT pg_advisory_lock(?)", Lock.VECTORS.key())
              .first(other, _ -> true)
              .isPresent();

      building().makeIfFew();

      assertThatThrownBy(() -> building().renew(IndexProgress.UNSEEN))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("another process");
      assertThat(INDEX.isReady(other)).isFalse();
    }
  }
}
