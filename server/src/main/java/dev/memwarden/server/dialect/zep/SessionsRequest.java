package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.TargetWriter;
import dev.memwarden.server.http.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `GET /api/v1/sessions`.
///
/// @param cursor the number of the last session seen: those after it are meant
/// @param limit at most this many; empty means all
record SessionsRequest(String tenant, int cursor, Optional<Integer> limit) {

  /// Largest number that is taken.
  static final int MOST = 1_000_000;

  /// Reading whatever is in reach: this wire has no way to name a user here.
  List<Demand> demands() {
    return List.of(new Demand(Action.MEMORY_READ, Box.ofTenant(tenant)));
  }

  /// How this stands on the wire.
  static final class OnWire implements Wire<SessionsRequest> {

    @Override
    public Decoded<SessionsRequest> decode(Identity caller, Call call) {
      List<Problem> problems = new ArrayList<>();
      SessionsRequest request =
          new SessionsRequest(
              caller.principal().tenant(),
              number(call, "cursor", problems).orElse(0),
              number(call, "limit", problems).filter(limit -> limit > 0));
      return problems.isEmpty()
          ? new Decoded.Request<>(request)
          : new Decoded.Malformed<>(problems);
    }

    @Override
    public Encoded encode(SessionsRequest request) {
      return TargetWriter.of("/api/v1/sessions")
          .with("limit", request.limit())
          .with("cursor", Optional.of(request.cursor()))
          .encoded();
    }

    private static Optional<Integer> number(Call call, String name, List<Problem> problems) {
      List<String> values = call.queryValues(name).stream().distinct().toList();
      if (values.size() > 1) {
        problems.add(problem(name, "value_error", name + " given twice, and not the same", ""));
        return Optional.empty();
      }
      if (values.isEmpty() || values.getFirst().isEmpty()) {
        return Optional.empty();
      }
      String text = values.getFirst();
      if (!text.matches("[+-]?[0-9]+")) {
        problems.add(problem(name, "int_parsing", "invalid syntax", text));
        return Optional.empty();
      }
      if (!text.matches("[+]?0*[0-9]{1,7}") || Integer.parseInt(text) > MOST) {
        problems.add(problem(name, "out_of_range", "value out of range", text));
        return Optional.empty();
      }
      return Optional.of(Integer.parseInt(text));
    }

    private static Problem problem(String name, String type, String message, String input) {
      return new Problem(List.of("query", name), type, message, input);
    }
  }
}
