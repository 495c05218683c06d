package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.audit.AuditQuery;
import dev.memwarden.auth.audit.AuditQuery.Field;
import dev.memwarden.auth.audit.AuditQuery.Order;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is looked for in the audit log, as a query: `?user=alice&since=2026-01-01T00:00:00Z`.
final class AuditQueryWire {
  /// Most entries of one reply: what comes after is asked for with `beyond`.
  static final int MAX_LIMIT = 10_000;

  /// Longest text that is looked for, in characters.
  static final int MAX_TEXT = 500;

  private static final String PATH = "/admin/v1/audit";
  private static final int LIMIT = 100;

  private AuditQueryWire() {}

  static Decoded<AuditQuery> read(Call call) {
    QueryFields fields = new QueryFields(call);
    Map<Field, String> wanted = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      fields
          .value(field.word(), text -> text(field, text))
          .ifPresent(text -> wanted.put(field, text));
    }
    Optional<Instant> since = fields.value("since", TimeText::parse);
    Optional<Instant> until = fields.value("until", TimeText::parse);
    Order order = fields.value("order", AuditQueryWire::order).orElse(Order.NEWEST);
    Optional<Long> beyond =
        fields.value("beyond", text -> QueryFields.number(text, Long.MAX_VALUE));
    int limit = fields.limit(LIMIT, MAX_LIMIT);
    return fields.decoded(() -> new AuditQuery(wanted, since, until, order, beyond, limit));
  }

  private static String text(Field field, String text) {
    boolean possible =
        field == Field.USER ? Axis.accepts(text) : !text.isEmpty() && text.length() <= MAX_TEXT;
    if (!possible) {
      throw new IllegalArgumentException("is none");
    }
    return text;
  }

  private static Order order(String text) {
    return switch (text) {
      case "newest" -> Order.NEWEST;
      case "oldest" -> Order.OLDEST;
      default -> throw new IllegalArgumentException("must be newest or oldest");
    };
  }

  static Wire.Encoded write(AuditQuery query) {
    List<String> parameters = new ArrayList<>();
    query.wanted().forEach((field, text) -> parameters.add(parameter(field.word(), text)));
    query.since().ifPresent(time -> parameters.add(parameter("since", time.toString())));
    query.until().ifPresent(time -> parameters.add(parameter("until", time.toString())));
    parameters.add(parameter("order", query.order().name().toLowerCase(Locale.ROOT)));
    query.beyond().ifPresent(id -> parameters.add(parameter("beyond", id.toString())));
    parameters.add(parameter("limit", Integer.toString(query.limit())));
    return new Wire.Encoded(PATH + "?" + String.join("&", parameters), Body.EMPTY);
  }

  private static String parameter(String name, String value) {
    return name + "=" + AdminRequest.segment(value);
  }
}
