package dev.memwarden.stores.sql;

import dev.memwarden.auth.key.AuthorityFeed;

/// The log of changes, followed. That a login was opened or a user was first seen concerns nothing
/// that anybody remembers, and is most of what happens.
record SqlFeed(Database database) implements AuthorityFeed {

  @Override
  public long last() {
    return database.log().read(AuthChanges::last);
  }

  @Override
  public News after(long seq) {
    Sql news =
        Sql.of(
            "SELECT coalesce(max(seq), ?), sum(CASE WHEN kind IN (?, ?) THEN 0 ELSE 1 END)"
                + " FROM auth_change WHERE seq > ?",
            seq,
            AuthChanges.FAMILY_OPENED,
            AuthChanges.PRINCIPAL_ADDED,
            seq);
    return database
        .log()
        .read(connection ->
            news.first(connection, row -> new News(row.getLong(1), row.getLong(2) > 0))
                .orElseThrow());
  }
}
