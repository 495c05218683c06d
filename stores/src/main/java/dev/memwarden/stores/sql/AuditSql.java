package dev.memwarden.stores.sql;

import dev.memwarden.auth.Box;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.AuditQuery;
import dev.memwarden.auth.policy.PolicyText;
import java.util.Map;

/// Questions to the audit log as SQL: values are bound, never text.
record AuditSql(Dialect dialect) {

  /// The question, for one tenant.
  Sql of(String tenant, AuditQuery query) {
    Sql sql = Sql.of("SELECT * FROM audit WHERE tenant = ?", tenant);
    for (Map.Entry<AuditQuery.Field, String> wanted : query.wanted().entrySet()) {
      sql = sql.then("AND").then(condition(tenant, wanted.getKey(), wanted.getValue()));
    }
    if (query.since().isPresent()) {
      sql = sql.then("AND at >= ?", Times.micros(query.since().get()));
    }
    if (query.until().isPresent()) {
      sql = sql.then("AND at < ?", Times.micros(query.until().get()));
    }
    boolean newest = query.order() == AuditQuery.Order.NEWEST;
    if (query.beyond().isPresent()) {
      sql = sql.then(newest ? "AND seq < ?" : "AND seq > ?", query.beyond().get());
    }
    return sql.then(newest ? "ORDER BY seq DESC LIMIT ?" : "ORDER BY seq LIMIT ?", query.limit());
  }

  private Sql condition(String tenant, AuditQuery.Field field, String value) {
    return switch (field) {
      case KIND -> Sql.of("kind = ?", value);
      case PRINCIPAL -> Sql.of("principal = ?", value);
      case CREDENTIAL -> Sql.of("credential = ?", value);
      case ACTION ->
          Sql.of(dialect.locate() + "(',' || action || ',', ',' || ? || ',') > 0", value);
      case USER -> about(tenant, value);
      case OUTCOME -> Sql.of("outcome = ?", value);
      case REASON -> Sql.of("reason = ?", value);
      case REQUEST -> Sql.of("request = ?", value);
      case ADDRESS -> Sql.of("address = ?", value);
    };
  }

  // Texts of places have no line breaks, and a slash only between two axes.
  private Sql about(String tenant, String user) {
    String place = "\n" + PolicyText.print(Box.ofUser(tenant, user));
    String changed = "\n" + tenant + "/" + new Principal(Principal.Kind.USER, tenant, user) + "\n";
    String in = dialect.locate() + "('\n' || about || '\n' || shown || '\n', ?) > 0";
    return Sql.of("(%1$s OR %1$s OR %1$s)".formatted(in), place + "\n", place + "/", changed);
  }
}
