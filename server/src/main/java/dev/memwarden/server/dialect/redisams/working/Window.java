package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.server.fastapi.Input;
import dev.memwarden.server.fastapi.Part;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.TargetWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// How much a client's language model can be given.
///
/// @param model its name
/// @param max how many tokens the client says; counts before what is known of the model
public record Window(Optional<String> model, Optional<Integer> max) {

  /// What holds if a client says nothing.
  static final int DEFAULT = 16_000;

  static final int LEAST = 1;
  static final int MOST = 100_000_000;

  /// From this part of the window on, what is old is taken out when it is written.
  static final double THRESHOLD = 0.7;

  /// What is left then: enough below the threshold that not every message does it again.
  static final double LEFT = 0.4;

  /// Reads it from a query.
  static Window read(Input input) {
    Optional<String> model = input.text("model_name");
    model
        .filter(name -> Models.window(name).isEmpty())
        .ifPresent(name -> input.wrong(unknown(Input.at("model_name"), name), name));
    return new Window(model, input.integer("context_window_max", LEAST, MOST));
  }

  /// Reads it from an object of a body.
  public static Window read(Part part) {
    Optional<String> model = part.text("model_name", Part.MAX_NAME_BYTES);
    model
        .filter(name -> Models.window(name).isEmpty())
        .ifPresent(name -> part.wrong(unknown(part.at("model_name"), name), name));
    return new Window(model, part.integer("context_window_max", LEAST, MOST));
  }

  /// Whether the client says anything.
  boolean isNamed() {
    return max.isPresent() || model.isPresent();
  }

  /// How many tokens there is room for.
  int tokens() {
    return max.or(() -> model.flatMap(Models::window)).orElse(DEFAULT);
  }

  /// The newest of `messages` that there is room for beside the context: all of them if all fit
  /// into `part` of the window, else at least the last.
  List<Said> newest(Optional<String> context, List<Said> messages, double part) {
    long room = (long) (tokens() * part) - context.map(Tokens::of).orElse(0L);
    int first = messages.size();
    while (first > 0 && (first == messages.size() || room >= Tokens.of(messages.get(first - 1)))) {
      first--;
      room -= Tokens.of(messages.get(first));
    }
    return new ArrayList<>(messages.subList(first, messages.size()));
  }

  /// How much of the window is used, in percent; nothing without messages.
  double used(long tokens, double part) {
    return Math.min(100, 100.0 * tokens / (tokens() * part));
  }

  TargetWriter writeTo(TargetWriter target) {
    return target.with("model_name", model).with("context_window_max", max);
  }

  /// Writes it into an object of a body.
  public void writeTo(ObjectNode node) {
    model.ifPresent(name -> node.put("model_name", name));
    max.ifPresent(tokens -> node.put("context_window_max", tokens));
  }

  private static Problem unknown(List<Object> where, String name) {
    return new Problem(
        where,
        "literal_error",
        "Input should be the name of a known model",
        StringNode.valueOf(name));
  }
}
