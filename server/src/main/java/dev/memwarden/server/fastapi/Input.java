package dev.memwarden.server.fastapi;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// One request as pydantic reads it where it is lax: a number may be a text, fields that nobody
/// knows are ignored. Notes all that is wrong, so that a caller learns of every mistake at once. A
/// part that is wrong reads as left out, or as some harmless value, which goes nowhere: with any
/// problem there is no request.
public final class Input {
  private final Call call;
  private final List<Problem> problems = new ArrayList<>();

  private Input(Call call) {
    this.call = call;
  }

  /// Reads a request that is all in its path and query.
  public static <Q> Decoded<Q> ofTarget(Call call, Function<Input, Q> read) {
    return new Input(call).decoded(read);
  }

  /// Reads a request that has a JSON object as its body.
  public static <Q> Decoded<Q> ofBody(Call call, BiFunction<Input, Part, Q> read) {
    if (call.body().length() == 0) {
      return new Decoded.Malformed<>(List.of(Problems.missing(List.of("body"))));
    }
    return switch (Json.parse(call.body().bytes())) {
      case Parsed.Invalid(int position, _) ->
          new Decoded.Malformed<>(List.of(Problems.json(position)));
      case Parsed.Value(ObjectNode node) ->
          new Input(call)
              .decoded(input -> read.apply(input, new Part(List.of("body"), node, input.problems)));
      case Parsed.Value(JsonNode node) ->
          new Decoded.Malformed<>(List.of(Problems.notAnObject(List.of("body"), node)));
    };
  }

  private <Q> Decoded<Q> decoded(Function<Input, Q> read) {
    Q request = read.apply(this);
    return problems.isEmpty() ? new Decoded.Request<>(request) : new Decoded.Malformed<>(problems);
  }

  /// A path variable that is an id.
  public String pathId(String name) {
    String value = call.pathValue(name);
    return Axis.accepts(value) ? value : wrong(Problems.noId(List.of("path", name)), "");
  }

  /// An optional id of the query.
  public Optional<String> id(String name) {
    Optional<String> value = text(name);
    if (value.isPresent() && !Axis.accepts(value.get())) {
      problems.add(Problems.noId(at(name)));
      return Optional.empty();
    }
    return value;
  }

  /// An optional integer of the query.
  public Optional<Integer> integer(String name, int least, int most) {
    return text(name)
        .flatMap(text -> {
          StringNode input = StringNode.valueOf(text);
          return Lax.integer(text, at(name), input, problems)
              .filter(number -> Lax.within(number, least, most, at(name), input, problems));
        });
  }

  /// An optional yes or no of the query.
  public Optional<Boolean> flag(String name) {
    return text(name).flatMap(text -> Lax.flag(text, at(name), StringNode.valueOf(text), problems));
  }

  /// All values of a parameter of the query that may come several times.
  public List<String> texts(String name) {
    return call.queryValues(name);
  }

  /// An optional text of the query. A name given twice with different values means different things
  /// to different readers.
  public Optional<String> text(String name) {
    List<String> values = call.queryValues(name).stream().distinct().toList();
    if (values.size() > 1) {
      return wrong(Problems.value(at(name), "given twice, and not the same"), Optional.empty());
    }
    return values.stream().findFirst();
  }

  /// Notes a problem and goes on with some value.
  public <T> T wrong(Problem problem, T harmless) {
    problems.add(problem);
    return harmless;
  }

  /// The location of a parameter of the query.
  public static List<Object> at(String name) {
    return List.of("query", name);
  }
}
