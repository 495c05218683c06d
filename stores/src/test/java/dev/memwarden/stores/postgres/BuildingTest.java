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
    assertThatThrownBy(() -> building().make(IndexProgress.UNSEEN))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("index of vectors");
  }

  @Test
  void one_process_makes_it_and_the_others_go_on() throws SQLException {
    try (Connection other = database.connect()) {
      boolean _ =
          Sql.of("SELECT pg_advisory_lock(?)", Lock.VECTORS.key())
              .first(other, _ -> true)
              .isPresent();

      building().make(IndexProgress.UNSEEN);

      assertThatThrownBy(() -> building().renew(IndexProgress.UNSEEN))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("another process");
      assertThat(INDEX.isReady(other)).isFalse();
    }
  }
}
