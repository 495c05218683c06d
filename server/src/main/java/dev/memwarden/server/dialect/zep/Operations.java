package dev.memwarden.server.dialect.zep;

import dev.memwarden.memory.Put;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import java.util.List;
import java.util.Optional;

/// What the documents say about the routes of this dialect that are about nobody's memory, and how
/// the others end.
final class Operations {
  static final Operation HEALTH =
      Operation.of(
          "getHealthz",
          "Say that the server answers",
          "A dot.",
          new Content("text/plain", Schema.text(), Optional.of("\".\"")));

  private static final String LINE = "text/plain; charset=utf-8";

  private Operations() {}

  /// One that ends with 200 and a document.
  static Operation of(String id, String summary, String answer, Schema schema, String example) {
    return Operation.of(id, summary, answer, Content.json(schema, example));
  }

  /// One that ends with 201 and a document.
  static Operation creating(
      String id, String summary, String answer, Schema schema, String example) {
    return new Operation(
        id,
        summary,
        "",
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(new Result(201, answer, Content.json(schema, example))));
  }

  /// One that ends with 200 and two letters.
  static Operation silent(String id, String summary, String answer) {
    return Operation.of(
        id, summary, answer, new Content(LINE, Schema.text(), Optional.of("\"OK\"")));
  }

  /// What there is no room for.
  static Result full() {
    return new Result(
        409,
        "The user has as many memories as the key allows; nothing was added.",
        new Content(
            LINE, Schema.text(), Optional.of("\"" + new Put.Full(1_000).reason() + "\\n\"")));
  }

  /// What is not in reach, or nowhere.
  static Result unknown() {
    return new Result(
        404,
        "There is no such thing within your reach.",
        new Content(LINE, Schema.text(), Optional.of("\"not found\\n\"")));
  }
}
