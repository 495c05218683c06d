package dev.memwarden.stores.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The name of the store under a stamp: shows at the start whether the master key is the right one,
/// before a wrong one makes every record look tampered with.
public final class Canary {
  private static final String STORE = "store_id";
  private static final String STAMP = "canary";

  private Canary() {}

  /// Checks the canary, or sets it in a new store. Runs inside a transaction.
  ///
  /// @param where the store is, for the message
  /// @return the name of the store
  /// @throws MasterKeyMismatchException if the key is another one
  public static String check(Connection connection, MasterKeyRing ring, String where)
      throws SQLException {
    Stamps stamps = new Stamps(ring, Purpose.CANARY);
    Optional<String> known = id(connection);
    if (known.isPresent()) {
      String stamp = Meta.read(connection, STAMP).orElse("");
      if (!stamps.holds(stamp, parts(known.get()))) {
        throw new MasterKeyMismatchException(where);
      }
      return known.get();
    }
    String id = UUID.randomUUID().toString();
    Meta.write(connection, STORE, id);
    Meta.write(connection, STAMP, stamps.stamp(parts(id)));
    return id;
  }

  /// The name of the store, if it has one yet.
  public static Optional<String> id(Connection connection) throws SQLException {
    return Meta.read(connection, STORE);
  }

  /// Makes `target` the same store as `source`.
  public static void copy(Connection source, Connection target) throws SQLException {
    for (String name : List.of(STORE, STAMP)) {
      String value =
          Meta.read(source, name).orElseThrow(() -> new SQLException("a store without a name"));
      Meta.write(target, name, value);
    }
  }

  private static List<byte[]> parts(String id) {
    return List.of("store".getBytes(UTF_8), id.getBytes(UTF_8));
  }
}
