package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.ControlException;
import dev.memwarden.server.http.Method;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;
import tools.jackson.databind.JsonNode;

/// A list of the server, which is read page by page: no more than a page of it is in memory.
///
/// @param field what its pages call it
record Listing(Common common, String path, String field) {
  private static final int PAGE = 1_000;

  /// Gives all of it to `use`, one page after the other, of which there is at least one.
  ///
  /// @return the exit code; a failure was explained
  int read(Consumer<JsonNode> use) {
    return common.during(admin -> {
      AdminRequest first = common.request(Method.GET, path).with("limit", Integer.toString(PAGE));
      AdminRequest next = first;
      while (true) {
        AdminReply reply = admin.ask(next);
        if (!reply.isSuccess()) {
          return common.failed(reply);
        }
        JsonNode page = reply.body().path(field);
        JsonNode beyond = reply.body().path("next");
        if (!page.isArray() || (beyond.isString() && page.isEmpty())) {
          throw new ControlException("the server does not answer as this one would: no page");
        }
        use.accept(page);
        if (!beyond.isString()) {
          return ExitCode.OK;
        }
        next = first.with("beyond", beyond.stringValue());
      }
    });
  }

  /// Prints all of it: as one array, or as rows of `table`.
  ///
  /// @param row the cells of an item
  /// @return the exit code; a failure was explained
  int print(Table table, Function<JsonNode, String[]> row) {
    if (common.isJson()) {
      return print(item -> item);
    }
    return read(page -> {
      page.forEach(item -> table.row(row.apply(item)));
      table.print(common.surroundings().out());
    });
  }

  /// Prints all of it as one array.
  ///
  /// @param json what stands for an item
  int print(Function<JsonNode, JsonNode> json) {
    JsonArray array = new JsonArray(common.surroundings().out());
    int code = read(page -> page.forEach(item -> array.add(json.apply(item))));
    if (code == ExitCode.OK) {
      array.end();
    }
    return code;
  }
}
