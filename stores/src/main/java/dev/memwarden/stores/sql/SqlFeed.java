package dev.memwarden.stores.sql;

import dev.memwarden.auth.key.AuthorityFeed;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The log of changes, followed. That a login was opened or a user was first seen concerns nothing
/// that anybody remembers, and is most of what happens.
///
/// A database that takes over from another one may lack the last changes. Their numbers are given
/// out again, so a number alone does not say that nothing has happened since.
record SqlFeed(Database database) implements AuthorityFeed {
  private static final String WHAT = "at || ' ' || kind || ' ' || subject || ' ' || detail";
  private static final String MARK = "SELECT seq, " + WHAT;
  private static final String OF_THE_LAST = "FROM auth_change ORDER BY seq DESC LIMIT 1";

  @Override
  public Mark last() {
    Sql last = Sql.of(MARK).then(OF_THE_LAST);
    return database
        .log()
        .read(connection -> last.first(connection, SqlFeed::mark).orElse(Mark.NONE));
  }

  @Override
  public News after(Mark seen) {
    boolean isNone = seen.equals(Mark.NONE);
    Sql news =
        Sql.of(
                MARK
                    + ", (SELECT count(*) FROM auth_change WHERE seq > ? AND kind NOT IN (?, ?))"
                    + ", (SELECT count(*) FROM auth_change WHERE seq = ? AND "
                    + WHAT
                    + " = ?)",
                seen.seq(),
                AuthChanges.FAMILY_OPENED,
                AuthChanges.PRINCIPAL_ADDED,
                seen.seq(),
                seen.what())
            .then(OF_THE_LAST);
    return database
        .log()
        .read(connection ->
            news.first(
                    connection,
                    row -> {
                      boolean isLost = !isNone && row.getLong(4) == 0;
                      return new News(mark(row), isLost || row.getLong(3) > 0);
                    })
                .orElse(new News(Mark.NONE, !isNone)));
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(row.getLong(1), row.getString(2));
  }
}
