package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.stores.HashingEmbedder;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.sql.MasterKeyMismatchException;
import dev.memwarden.stores.sql.NewerSchemaException;
import dev.memwarden.stores.sql.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is looked at before anything is stored.
final class OpeningTest {
  @RegisterExtension final TestDatabase database = TestDatabase.empty();

  private void openAndClose() {
    try (Stores stores = database.open()) {
      assertThat(stores.keys().isEmpty()).isTrue();
    }
  }

  @Test
  void many_may_open_a_new_database_at_once() throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> opened = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        opened.add(
            executor.submit(() -> {
              try (Stores stores = database.open()) {
                return stores.keys().isEmpty();
              }
            }));
      }
      for (Future<Boolean> empty : opened) {
        assertThat(empty.get()).isTrue();
      }
    }
  }

  @Test
  void whoever_comes_while_the_schema_is_changed_waits_however_long_that_takes()
      throws SQLException, InterruptedException, ExecutionException {
    openAndClose();
    PostgresAddress hasty =
        new PostgresAddress(
            Cluster.url(database.name()) + "?socketTimeout=5", Cluster.LOGIN, Optional.empty(), 2);
    try (Connection changing = database.connect();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      changing.setAutoCommit(false);
      Entry.hold(changing, List.of(Lock.SCHEMA));
      Future<Boolean> opened =
          executor.submit(() -> {
            try (Stores stores = open(hasty, database.ring())) {
              return stores.keys().isEmpty();
            }
          });
      while (!database.isWaitedIn()) {
        assertThat(opened.isDone()).isFalse();
      }
      boolean _ = Sql.of("SELECT pg_sleep(6)").first(changing, _ -> true).isPresent();
      changing.commit();

      assertThat(opened.get()).isTrue();
    }
  }

  @Test
  void another_master_key_stops_the_start() {
    openAndClose();
    MasterKeyRing wrong = MasterKeyRing.generate(new SecureRandom());

    assertThatThrownBy(() -> database.open(wrong, Proofs.CLOCK))
        .isInstanceOf(MasterKeyMismatchException.class)
        .hasMessageContaining(Cluster.url(database.name()));
    openAndClose();
  }

  @Test
  void a_newer_schema_stops_the_start() throws SQLException {
    openAndClose();
    assertThat(database.run("INSERT INTO schema_version VALUES (999, 0)")).isOne();

    assertThatThrownBy(database::open).isInstanceOf(NewerSchemaException.class);
  }

  @Test
  void an_encoding_that_loses_letters_stops_the_start() throws SQLException {
    String latin = database.name() + "_latin";
    Cluster.run(
        "postgres",
        "CREATE DATABASE "
            + latin
            + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
            + " TEMPLATE template0 OWNER "
            + Cluster.LOGIN);
    try {
      PostgresAddress address =
          new PostgresAddress(Cluster.url(latin), Cluster.LOGIN, Optional.empty(), 2);

      assertThatThrownBy(() -> open(address))
          .isInstanceOf(UnsuitableDatabaseException.class)
          .hasMessageContaining("UTF8");
    } finally {
      Cluster.drop(latin);
    }
  }

  private static Stores open(PostgresAddress address) {
    return open(address, MasterKeyRing.generate(new SecureRandom()));
  }

  private static Stores open(PostgresAddress address, MasterKeyRing ring) {
    return PostgresStores.open(
        address, ring, HashingEmbedder.MODEL, HashingEmbedder.DIMENSIONS, Proofs.CLOCK);
  }

  @Test
  void who_may_not_have_the_roles_is_told_what_to_ask_for() throws SQLException {
    openAndClose(); // the roles are there, but not for everybody
    String somebody = "somebody_" + database.name();
    Cluster.run("postgres", "CREATE ROLE " + somebody + " LOGIN");
    Cluster.run("postgres", "GRANT CREATE ON DATABASE " + database.name() + " TO " + somebody);
    Cluster.run(database.name(), "GRANT USAGE ON SCHEMA memwarden TO " + somebody);
    try {
      PostgresAddress address =
          new PostgresAddress(Cluster.url(database.name()), somebody, Optional.empty(), 2);

      assertThatThrownBy(() -> open(address))
          .isInstanceOf(UnsuitableDatabaseException.class)
          .hasMessageContaining("GRANT memwarden_memory TO <user>");
    } finally {
      Cluster.drop(database.name());
      Cluster.run("postgres", "DROP ROLE " + somebody);
    }
  }

  @Test
  void a_database_that_is_not_there_is_said_to_be_away() {
    PostgresAddress address =
        new PostgresAddress(Cluster.url("nowhere"), Cluster.LOGIN, Optional.empty(), 2);

    assertThatThrownBy(() -> open(address))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void a_database_that_goes_away_is_said_to_be_and_found_again() throws SQLException {
    openAndClose();
    try (PostgresDatabase opened =
        PostgresStores.database(database.address(), Duration.ofMillis(500))) {
      Sql question = Sql.of("SELECT count(*) FROM api_key");
      assertThat(opened.credentials().read(question::number)).isZero();
      Cluster.run("postgres", "ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
      Cluster.run(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + database.name()
              + "'");

      assertThatThrownBy(() -> opened.credentials().read(question::number))
          .isInstanceOf(StoreUnavailableException.class);

      Cluster.run("postgres", "ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
      assertThat(opened.credentials().read(question::number)).isZero();
    }
  }

  @Test
  void what_is_acknowledged_is_on_disk_whatever_the_database_prefers() throws SQLException {
    openAndClose();
    Cluster.run("postgres", "ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
    try (PostgresDatabase opened =
        PostgresStores.database(database.address(), Duration.ofSeconds(10))) {
      Sql question = Sql.of("SHOW synchronous_commit");

      String seen =
          opened
              .authority("default")
              .write(
                  connection -> question.first(connection, row -> row.getString(1)).orElseThrow());

      assertThat(seen).isEqualTo("on");
    }
  }
}
