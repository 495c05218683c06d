package dev.memwarden.server.fastapi;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Replies of the form `{"detail": …}`.
public final class Details {
  private Details() {}

  /// One sentence.
  public static Reply plain(int status, String message) {
    return Reply.json(status, Json.object().put("detail", message));
  }

  /// 422 with everything that is wrong with a request.
  public static Reply malformed(List<Problem> problems) {
    ArrayNode details = Json.array();
    for (Problem problem : problems) {
      details.add(detail(problem));
    }
    return Reply.json(422, Json.object().set("detail", details));
  }

  private static ObjectNode detail(Problem problem) {
    ArrayNode location = Json.array();
    for (Object step : problem.location()) {
      switch (step) {
        case Integer index -> location.add(index);
        default -> location.add(step.toString());
      }
    }
    ObjectNode detail = Json.object().put("type", problem.type());
    detail.set("loc", location);
    detail.put("msg", problem.message());
    return problem.input() instanceof JsonNode input
        ? detail.set("input", input)
        : detail.put("input", problem.input().toString());
  }
}
