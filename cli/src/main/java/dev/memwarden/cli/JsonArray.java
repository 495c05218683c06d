package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/// An array that is printed item by item, as long as it may be.
final class JsonArray {
  private final PrintStream out;
  private boolean begun;

  JsonArray(PrintStream out) {
    this.out = out;
  }

  void add(JsonNode item) {
    out.print(begun ? "," : "[");
    out.print(Json.text(item));
    begun = true;
  }

  /// Prints what closes it. What is not closed is no array: somebody failed.
  void end() {
    out.println(begun ? "]" : "[]");
  }
}
