package dev.memwarden.server.dialect.zep.jsonpath;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// A path into a JSON document, read as PostgreSQL reads it in its lax mode: an array stands for
/// its elements where a member is asked for, a value that is no array for an array of itself, and
/// what is not there is no mistake.
///
/// **Cost**: each step looks at each value below the last one at most once.
public record JsonPath(List<Step> steps) {

  /// Longest text, in UTF-16 characters.
  public static final int MAX_LENGTH = 1_000;

  public JsonPath {
    steps = List.copyOf(steps);
  }

  /// Whether the path leads to anything (`jsonb_path_exists`).
  public boolean isIn(JsonNode document) {
    return !from(document).isEmpty();
  }

  /// Everything that the path leads to.
  List<JsonNode> from(JsonNode start) {
    List<JsonNode> here = List.of(start);
    for (Step step : steps) {
      here = step.from(here);
    }
    return here;
  }
}
