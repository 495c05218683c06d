package dev.memwarden.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.AuthorityFeed;
import dev.memwarden.auth.key.AuthorityFeed.Mark;
import dev.memwarden.auth.key.AuthorityFeed.News;
import dev.memwarden.stores.Keys;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.Stores;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a process is told of the changes of others, also by a database that took over from another
/// one and lacks its last changes. Attack 7.1.
final class PostgresFeedTest {
  private static final Principal ALICE = new Principal(Principal.Kind.USER, Proofs.TENANT, "alice");
  private static final Principal BOB = new Principal(Principal.Kind.USER, Proofs.TENANT, "bob");
  private static final Allow ADMINS =
      Proofs.of(Proofs.admin(), Action.KEYS_MANAGE, Action.USERS_MANAGE);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private Stores stores;
  private AuthorityFeed feed;

  @BeforeEach
  void open() {
    stores = database.open();
    feed = stores.feed().orElseThrow();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private void change(String key) {
    assertThat(stores.keys().insert(ADMINS, Keys.of(key, ALICE))).isTrue();
  }

  private void lose(long changes) throws SQLException {
    assertThat(
            database.run(
                "DELETE FROM auth_change WHERE seq > (SELECT seq FROM auth_clock) - " + changes))
        .isEqualTo((int) changes);
    assertThat(database.run("UPDATE auth_clock SET seq = seq - " + changes)).isEqualTo(1);
  }

  @Test
  void nothing_has_happened_until_something_does() {
    assertThat(feed.last()).isEqualTo(Mark.NONE);
    assertThat(feed.after(Mark.NONE)).isEqualTo(new News(Mark.NONE, false));

    change("k1");

    News news = feed.after(Mark.NONE);
    assertThat(news).isEqualTo(new News(feed.last(), true));
    assertThat(feed.after(news.last())).isEqualTo(new News(news.last(), false));
  }

  @Test
  void that_a_user_was_first_seen_matters_to_nobody() {
    change("k1");
    Mark before = feed.last();

    stores.users().ensure(Proofs.managing(), BOB, Proofs.NOON);

    News news = feed.after(before);
    assertThat(news.last().seq()).isGreaterThan(before.seq());
    assertThat(news.matters()).isFalse();
  }

  /// Two were lost; then there were none, fewer, as many or more.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void once_changes_are_lost_everything_matters_once(int since) throws SQLException {
    change("k1");
    change("k2");
    change("k3");
    Mark before = feed.last();

    lose(2);
    for (int i = 0; i < since; i++) {
      change("since" + i);
    }

    News news = feed.after(before);
    assertThat(news).isEqualTo(new News(feed.last(), true));
    assertThat(feed.after(news.last())).isEqualTo(new News(news.last(), false));
  }

  @Test
  void all_of_them_may_be_lost() throws SQLException {
    change("k1");
    Mark before = feed.last();

    lose(before.seq());

    assertThat(feed.after(before)).isEqualTo(new News(Mark.NONE, true));
  }
}
