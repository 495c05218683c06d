package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of an import. Never a key or a hash.
final class ImportReport {
  private final String source;
  private final boolean dryRun;
  private final Optional<Instant> sunset;
  private final List<Refused> refused = new ArrayList<>();
  private int added;
  private int unrecognised;
  private int known;
  private int expired;

  ImportReport(String source, boolean dryRun, Optional<Instant> sunset) {
    this.source = source;
    this.dryRun = dryRun;
    this.sunset = sunset;
  }

  private record Refused(String where, String reason) {}

  /// Counts one result of the server.
  void count(String where, JsonNode result) {
    switch (result.path("outcome").asString("")) {
      case "added" -> {
        added++;
        if (!result.path("recognised").asBoolean(true)) {
          unrecognised++;
        }
      }
      case "known" -> known++;
      case "expired" -> expired++;
      default -> refused(where, result.path("reason").asString("for no reason"));
    }
  }

  void refused(String where, String reason) {
    refused.add(new Refused(where, reason));
  }

  /// Whether nothing was refused.
  boolean isClean() {
    return refused.isEmpty();
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("source", source)
            .put("dry_run", dryRun)
            .put("sunset", sunset.map(Instant::toString).orElse(null))
            .put("added", added)
            .put("to_be_recognised", unrecognised)
            .put("known", known)
            .put("expired", expired);
    ArrayNode all = json.putArray("refused");
    refused.forEach(
        one -> all.add(Json.object().put("where", one.where()).put("reason", one.reason())));
    return json;
  }

  void print(PrintStream out) {
    out.println(dryRun ? "Nothing was changed. An import would find:" : "Imported:");
    out.println("  added             " + added + lasting());
    out.println("  to be recognised  " + unrecognised + " of them, when their text is first seen");
    out.println("  known before      " + known);
    out.println("  expired           " + expired);
    out.println("  refused           " + refused.size());
    refused.forEach(one -> out.println("    " + one.where() + ": " + one.reason()));
  }

  private String lasting() {
    return sunset.map(end -> ", until " + end + " at the latest").orElse("");
  }
}
