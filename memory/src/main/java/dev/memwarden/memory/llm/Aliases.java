package dev.memwarden.memory.llm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;

/// Short names for the things of one call, in order: `m1`, `m2`. Real ids never reach a model, so
/// it has none to repeat, mix up or be asked for, and nothing but what it was given has a name.
final class Aliases<T> {
  private final Map<String, T> byName = new HashMap<>();

  Aliases(List<T> things) {
    for (int i = 0; i < things.size(); i++) {
      byName.put(name(i), things.get(i));
    }
  }

  /// What the model is shown of things.
  static <T> ArrayNode list(List<T> things, Function<T, String> text) {
    ArrayNode list = ModelJson.array();
    for (int i = 0; i < things.size(); i++) {
      list.add(ModelJson.object().put("id", name(i)).put("text", text.apply(things.get(i))));
    }
    return list;
  }

  /// What `name` stands for. Only once: what was decided on has no name any more.
  Optional<T> take(String name) {
    return Optional.ofNullable(byName.remove(name));
  }

  private static String name(int index) {
    return "m" + (index + 1);
  }
}
