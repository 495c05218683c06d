package dev.memwarden.stores.sql;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.User;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Users of whom only their name is to be left.
public final class DeletedUsers {
  private DeletedUsers() {}

  /// Removes the memory of whoever is deleted by now: it was to be gone for good.
  ///
  /// @param admin who does it, in a tenant
  public static void removeMemory(
      Connection connection, Dialect dialect, Function<String, Identity> admin, Instant at)
      throws SQLException {
    List<Principal> deleted =
        Sql.of(
                "SELECT * FROM principal WHERE kind = ? AND status = ?",
                Principal.Kind.USER.name(),
                User.Status.DELETED.name())
            .list(connection, row -> Principals.read(row).principal());
    for (Principal user : deleted) {
      int _ = Removal.ofOwner(user).run(connection, dialect, admin.apply(user.tenant()), at);
      Entities.removeOf(connection, user.tenant(), user.id());
      Jobs.removeOf(connection, user.tenant(), user.id());
    }
  }
}
