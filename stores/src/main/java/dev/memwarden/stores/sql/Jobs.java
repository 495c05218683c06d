package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.Signer;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The table of jobs: from records to rows and back. Every method runs inside the transaction of
/// its caller.
final class Jobs {
  private final StampedTable table;

  Jobs(Integrity integrity) {
    this.table =
        new StampedTable(
            integrity,
            "job",
            List.of(
                "kind",
                "subject",
                "tenant",
                "user",
                "agent",
                "session",
                "label",
                "principal_kind",
                "principal_tenant",
                "principal",
                "roles",
                "actions",
                "box_tenant",
                "box_user",
                "box_agent",
                "box_session",
                "box_label",
                "networks",
                "not_before",
                "expires_at",
                "signer",
                "credential_kind",
                "credential"));
  }

  /// Takes the place of the same job that waits already: with another `seq`, so that whoever is at
  /// work on that one does not forget this one.
  void insert(Connection connection, Identity origin, Place place, JobRequest request)
      throws SQLException {
    List<Object> values = new ArrayList<>(List.of(request.kind(), request.subject()));
    values.addAll(ReachSql.stored(place));
    values.addAll(values(origin));
    same(place, request, "DELETE FROM job").run(connection);
    table.insert(values).run(connection);
  }

  /// Does `what` with the job of this place, kind and subject.
  static Sql same(Place place, JobRequest request, String what) {
    return Sql.of(what + " WHERE kind = ? AND subject = ? AND", request.kind(), request.subject())
        .then(ReachSql.PLACES.in(Reach.of(Box.exactly(place))));
  }

  private static List<Object> values(Identity origin) {
    Ceiling ceiling = origin.ceiling();
    Box box = ceiling.box();
    return List.of(
        origin.principal().kind().name(),
        origin.principal().tenant(),
        origin.principal().id(),
        roles(origin.roles()),
        ceiling.actions().stream().map(Action::word).collect(Collectors.joining(",")),
        KeyRows.stored(box.tenant()),
        KeyRows.stored(box.user()),
        KeyRows.stored(box.agent()),
        KeyRows.stored(box.session()),
        KeyRows.stored(box.label()),
        ceiling.networks().stream().map(Network::toString).collect(Collectors.joining(",")),
        Times.micros(ceiling.notBefore()),
        Times.micros(ceiling.expiresAt()),
        ceiling.signer().map(Signer::toString),
        origin.credential().kind().name(),
        origin.credential().id());
  }

  /// The job of a row; empty if its stamp does not hold.
  Optional<Job> read(ResultSet row) throws SQLException {
    if (!table.holds(row)) {
      return Optional.empty();
    }
    return Optional.of(
        new Job(
            row.getLong("seq"),
            row.getString("kind"),
            origin(row),
            Item.place(row).orElseThrow(),
            row.getString("subject"),
            row.getInt("attempt")));
  }

  private static Identity origin(ResultSet row) throws SQLException {
    return new Identity(
        new Principal(
            Principal.Kind.valueOf(row.getString("principal_kind")),
            row.getString("principal_tenant"),
            row.getString("principal")),
        roles(row.getString("roles")),
        KeyRows.ceiling(row),
        new CredentialRef(
            CredentialRef.Kind.valueOf(row.getString("credential_kind")),
            row.getString("credential")));
  }

  // Names of roles are an identity provider's own, and may have commas.
  private static String roles(Set<String> roles) {
    return roles.stream()
        .map(role -> URLEncoder.encode(role, StandardCharsets.UTF_8))
        .collect(Collectors.joining(","));
  }

  private static Set<String> roles(String stored) {
    return stored.isEmpty()
        ? Set.of()
        : Arrays.stream(stored.split(",", -1))
            .map(role -> URLDecoder.decode(role, StandardCharsets.UTF_8))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Removes everything that was asked for about what a user owns.
  static void removeOf(Connection connection, String tenant, String user) throws SQLException {
    Sql.of("DELETE FROM job WHERE tenant = ? AND \"user\" = ?", tenant, user).run(connection);
  }
}
