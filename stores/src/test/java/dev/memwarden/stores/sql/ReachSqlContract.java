package dev.memwarden.stores.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Place;
import dev.memwarden.auth.Reach;
import dev.memwarden.stores.RandomReaches;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the condition of a reach selects, whatever database is asked.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReachSqlContract {
  private static final List<Place> PLACES = RandomReaches.places();
  private Connection connection;

  /// A connection to any database.
  protected abstract Connection connect() throws SQLException;

  @BeforeAll
  void everywhere_is_something() throws SQLException {
    connection = connect();
    assertThat(
            Sql.of(
                    "CREATE TEMPORARY TABLE thing (number INTEGER, tenant TEXT, \"user\" TEXT,"
                        + " agent TEXT, session TEXT, label TEXT)")
                .run(connection))
        .isZero();
    int number = 0;
    for (Place place : PLACES) {
      assertThat(
              Sql.of("INSERT INTO thing VALUES (?,", number++)
                  .then(new Sql("?, ?, ?, ?, ?)", ReachSql.stored(place)))
                  .run(connection))
          .isOne();
    }
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
  }

  private List<Place> selected(Reach reach) throws SQLException {
    return Sql.of("SELECT * FROM thing WHERE")
        .then(ReachSql.PLACES.in(reach))
        .then("ORDER BY number")
        .list(connection, row -> Item.place(row).orElseThrow());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.memwarden.stores.RandomReaches#seeds")
  void the_condition_selects_exactly_what_the_reach_contains(long seed) throws SQLException {
    Reach reach = RandomReaches.any(new Random(seed));

    assertThat(selected(reach)).isEqualTo(PLACES.stream().filter(reach::contains).toList());
  }

  @Test
  void nowhere_selects_nothing() throws SQLException {
    assertThat(selected(Reach.NOWHERE)).isEmpty();
  }

  @Test
  void thousands_of_boxes_and_holes_are_no_problem() throws SQLException {
    Reach reach = RandomReaches.wide();

    assertThat(selected(reach))
        .isEqualTo(PLACES.stream().filter(reach::contains).toList())
        .isNotEmpty();
  }

  @Test
  void keys_lie_in_the_place_of_their_user() throws SQLException {
    for (long seed : RandomReaches.seeds().toArray()) {
      Reach reach = RandomReaches.any(new Random(seed));
      Sql sql =
          Sql.of("SELECT * FROM thing WHERE agent = '' AND session = '' AND label = '' AND")
              .then(ReachSql.PRINCIPALS.in(reach))
              .then("ORDER BY number");

      assertThat(sql.list(connection, row -> Item.place(row).orElseThrow()))
          .isEqualTo(
              PLACES.stream()
                  .filter(place ->
                      place.agent().isEmpty()
                          && place.session().isEmpty()
                          && place.label().isEmpty())
                  .filter(reach::contains)
                  .toList());
    }
  }
}
