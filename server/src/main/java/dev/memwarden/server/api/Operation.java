package dev.memwarden.server.api;

import dev.memwarden.auth.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the documents say about one route, beyond what the route itself shows: method and path,
/// whether it needs a credential, and how its dialect refuses are not repeated here.
///
/// Texts may have `code` in backticks, and no other markup.
///
/// @param id name for generated clients, unique among all routes
/// @param summary what it does, in a few words
/// @param about more, in sentences; may be empty
/// @param needs actions without which it is refused
/// @param parameters of the path, in its order, then of the query
/// @param body what it takes
/// @param results how it ends, success first; refusals only where they are the route's own
public record Operation(
    String id,
    String summary,
    String about,
    List<Action> needs,
    List<Parameter> parameters,
    Optional<Content> body,
    List<Result> results)
    implements Entry {

  public Operation {
    needs = List.copyOf(needs);
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /// One that needs nothing and takes nothing.
  ///
  /// @param content what it answers with 200
  public static Operation of(String id, String summary, String answer, Content content) {
    return new Operation(
        id,
        summary,
        "",
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(new Result(200, answer, content)));
  }

  /// The same, with a longer explanation.
  public Operation explained(String text) {
    return new Operation(id, summary, text, needs, parameters, body, results);
  }

  /// The same, for callers who may take these actions.
  public Operation needing(Action... actions) {
    return new Operation(id, summary, about, List.of(actions), parameters, body, results);
  }

  /// The same, with parameters.
  public Operation taking(Parameter... values) {
    return new Operation(id, summary, about, needs, List.of(values), body, results);
  }

  /// The same, with a JSON body.
  public Operation taking(Schema schema, String example) {
    return new Operation(
        id, summary, about, needs, parameters, Optional.of(Content.json(schema, example)), results);
  }

  /// The same, which can also end like this.
  public Operation or(Result result) {
    List<Result> all = new ArrayList<>(results);
    all.add(result);
    return new Operation(id, summary, about, needs, parameters, body, all);
  }
}
