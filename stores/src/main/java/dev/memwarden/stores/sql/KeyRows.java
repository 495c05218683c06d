package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.key.KeyProof;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.SlowProof;
import dev.memwarden.auth.key.Tag;
import dev.memwarden.auth.key.TextShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The table of API keys: from records to rows and back.
final class KeyRows {
  private KeyRows() {}

  static void insert(Connection connection, KeyRecord key) throws SQLException {
    Ceiling ceiling = key.ceiling();
    Principal principal = key.principal();
    Sql.of(
            "INSERT INTO api_key (id, tenant, kind, principal, \"user\", name, description, actions,"
                + " box_tenant, box_user, box_agent, box_session, box_label, networks, not_before,"
                + " expires_at, hash, tag, shape, created_at, revoked_at, revoked_reason, replaced_by,"
                + " last_used_at, signer, rate_limit, max_memories)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?)",
            key.id(),
            principal.tenant(),
            principal.kind().name(),
            principal.id(),
            Principals.user(principal),
            key.name(),
            key.description(),
            ceiling.actions().stream().map(Action::word).collect(Collectors.joining(",")),
            stored(ceiling.box().tenant()),
            stored(ceiling.box().user()),
            stored(ceiling.box().agent()),
            stored(ceiling.box().session()),
            stored(ceiling.box().label()),
            ceiling.networks().stream().map(Network::toString).collect(Collectors.joining(",")),
            Times.micros(ceiling.notBefore()),
            Times.micros(ceiling.expiresAt()),
            key.hash().stored(),
            key.hash().tag().map(Tag::toString),
            shape(key.hash()).map(TextShape::stored),
            Times.micros(key.createdAt()),
            key.revocation().map(KeyRecord.Revocation::at).map(Times::micros),
            key.revocation().map(KeyRecord.Revocation::reason),
            key.replacedBy(),
            Times.micros(key.lastUsedAt()),
            ceiling.signer().map(Signer::toString),
            Optional.of(Rate.text(ceiling.allowance().rates())).filter(text -> !text.isEmpty()),
            ceiling.allowance().memories())
        .run(connection);
  }

  /// Whether a key is filed under the tag of `proof`, or the same hash was imported before.
  static boolean isKnown(Connection connection, KeyProof proof) throws SQLException {
    return isFiled(connection, proof.tag())
        || (shape(proof).isPresent()
            && Sql.of(
                        "SELECT count(*) FROM api_key WHERE hash = ? AND shape IS NOT NULL",
                        proof.stored())
                    .number(connection)
                > 0);
  }

  /// Whether a key is filed under `tag`.
  static boolean isFiled(Connection connection, Optional<Tag> tag) throws SQLException {
    return tag.isPresent()
        && Sql.of("SELECT count(*) FROM api_key WHERE tag = ?", tag.get().toString())
                .number(connection)
            > 0;
  }

  private static Optional<TextShape> shape(KeyProof proof) {
    return proof instanceof SlowProof slow ? slow.shape() : Optional.empty();
  }

  static KeyRecord read(ResultSet row) throws SQLException {
    return new KeyRecord(
        row.getString("id"),
        new Principal(
            Principal.Kind.valueOf(row.getString("kind")),
            row.getString("tenant"),
            row.getString("principal")),
        Optional.ofNullable(row.getString("name")),
        Optional.ofNullable(row.getString("description")),
        ceiling(row).allowing(allowance(row)),
        KeyProof.parse(
            row.getString("hash"),
            Optional.ofNullable(row.getString("tag")).map(Tag::parse),
            Optional.ofNullable(row.getString("shape")).map(TextShape::parse)),
        Times.instant(row, "created_at"),
        revocation(row),
        Optional.ofNullable(row.getString("replaced_by")),
        Times.maybe(row, "last_used_at"));
  }

  /// Reads the columns `revoked_at` and `revoked_reason`.
  static Optional<KeyRecord.Revocation> revocation(ResultSet row) throws SQLException {
    String reason = row.getString("revoked_reason");
    return Times.maybe(row, "revoked_at").map(at -> new KeyRecord.Revocation(at, reason));
  }

  /// Reads the columns `rate_limit` and `max_memories`.
  private static Allowance allowance(ResultSet row) throws SQLException {
    Optional<List<Rate>> rates =
        Optional.ofNullable(row.getString("rate_limit")).map(Rate::parseList);
    int memories = row.getInt("max_memories");
    return new Allowance(
        rates.orElse(List.of()), row.wasNull() ? Optional.empty() : Optional.of(memories));
  }

  /// Reads the columns of a ceiling; those of its allowance only keys have.
  static Ceiling ceiling(ResultSet row) throws SQLException {
    return new Ceiling(
        actions(row.getString("actions")),
        box(row),
        networks(row.getString("networks")),
        Times.maybe(row, "not_before"),
        Times.maybe(row, "expires_at"),
        Optional.ofNullable(row.getString("signer")).map(Signer::parse));
  }

  /// Reads the columns `box_…`.
  static Box box(ResultSet row) throws SQLException {
    return new Box(
        extent(row, "box_tenant"),
        extent(row, "box_user"),
        extent(row, "box_agent"),
        extent(row, "box_session"),
        extent(row, "box_label"));
  }

  static Set<Action> actions(String words) {
    return words.isEmpty() ? EnumSet.noneOf(Action.class) : Action.parseList(words);
  }

  private static List<Network> networks(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Network::parse).toList();
  }

  /// NULL is any, the empty text is none.
  static Optional<String> stored(Extent extent) {
    return switch (extent) {
      case Extent.Any _ -> Optional.empty();
      case Extent.None _ -> Optional.of(ReachSql.NONE);
      case Extent.One(String value) -> Optional.of(value);
    };
  }

  private static Extent extent(ResultSet row, String column) throws SQLException {
    String stored = row.getString(column);
    if (row.wasNull()) {
      return Extent.ANY;
    }
    return stored.equals(ReachSql.NONE) ? Extent.NONE : Extent.of(stored);
  }
}
