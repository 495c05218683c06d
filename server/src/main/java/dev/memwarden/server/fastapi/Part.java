package dev.memwarden.server.fastapi;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object of a body, at some depth of it. Each method reads one field; `null` is as good as left
/// out. See [Input].
public final class Part {
  /// Longest name of something, in bytes of UTF-8.
  public static final int MAX_NAME_BYTES = 1_024;

  private final List<Object> where;
  private final ObjectNode node;
  private final List<Problem> problems;

  Part(List<Object> where, ObjectNode node, List<Problem> problems) {
    this.where = where;
    this.node = node;
    this.problems = problems;
  }

  /// Reads an object that was written here.
  ///
  /// @throws IllegalStateException if anything is wrong with it
  public static <Q> Q known(ObjectNode node, Function<Part, Q> read) {
    List<Problem> problems = new ArrayList<>();
    Q value = read.apply(new Part(List.of(), node, problems));
    if (!problems.isEmpty()) {
      throw new IllegalStateException("what was stored is wrong: " + problems.getFirst().message());
    }
    return value;
  }

  /// Whether there is a value that is not `null`.
  public boolean has(String name) {
    return given(name).isPresent();
  }

  /// The names of all fields.
  public List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  /// A text of at most so many bytes of UTF-8, without U+0000, where half of all string functions
  /// of this world end.
  public Optional<String> text(String name, int mostBytes) {
    return given(name).flatMap(value -> text(at(name), value, mostBytes));
  }

  /// A text that must be there.
  public String required(String name, int mostBytes) {
    return present(name).flatMap(_ -> text(name, mostBytes)).orElse("");
  }

  /// An id.
  public Optional<String> id(String name) {
    return given(name).flatMap(value -> id(at(name), value));
  }

  /// An id that must be there.
  public String requiredId(String name) {
    return present(name).flatMap(_ -> id(name)).orElse("");
  }

  /// One of a few words.
  public Optional<String> word(String name, List<String> words) {
    Optional<String> word = given(name).flatMap(value -> string(at(name), value));
    if (word.isPresent() && !words.contains(word.get())) {
      return wrong(Problems.noneOf(at(name), words, node.path(name)), Optional.empty());
    }
    return word;
  }

  /// An integer, also as text.
  public Optional<Integer> integer(String name, int least, int most) {
    return given(name)
        .flatMap(value -> integer(at(name), value))
        .filter(number -> Lax.within(number, least, most, at(name), node.path(name), problems));
  }

  private Optional<Integer> integer(List<Object> place, JsonNode value) {
    if (value.isString()) {
      return Lax.integer(value.stringValue(), place, value, problems);
    }
    return value.isIntegralNumber() && value.canConvertToInt()
        ? Optional.of(value.intValue())
        : wrong(Problems.notAnInteger(place, value), Optional.empty());
  }

  /// A number.
  public Optional<Double> fraction(String name, double least, double most) {
    Optional<JsonNode> value = given(name);
    if (value.isPresent() && !value.get().isNumber()) {
      return wrong(Problems.notANumber(at(name), value.get()), Optional.empty());
    }
    // What is too small for a double may become -0, which nobody means.
    Optional<Double> number = value.map(one -> one.doubleValue() + 0.0);
    if (number.isPresent() && !(number.get() >= least && number.get() <= most)) {
      return wrong(Problems.outside(at(name), least, most, value.orElseThrow()), Optional.empty());
    }
    return number;
  }

  /// A yes or no.
  public Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = given(name);
    return value.isPresent() && !value.get().isBoolean()
        ? wrong(Problems.notABoolean(at(name), value.get()), Optional.empty())
        : value.map(JsonNode::booleanValue);
  }

  /// A time.
  public Optional<Instant> time(String name) {
    return given(name).flatMap(value -> time(at(name), value));
  }

  private Optional<Instant> time(List<Object> place, JsonNode value) {
    Optional<Instant> time = value.isString() ? Times.of(value.stringValue()) : Optional.empty();
    return time.isPresent() ? time : wrong(Problems.noTime(place, value), Optional.empty());
  }

  /// A list of texts.
  public Optional<List<String>> texts(String name, int most, int mostBytes) {
    return list(name, most, (place, value) -> text(place, value, mostBytes));
  }

  /// A list of times.
  public Optional<List<Instant>> times(String name, int most) {
    return list(name, most, this::time);
  }

  /// A list of objects.
  public <T> Optional<List<T>> objects(String name, int most, Function<Part, T> read) {
    return list(name, most, (place, value) -> part(place, value).map(read));
  }

  /// An object.
  public Optional<Part> object(String name) {
    return given(name).flatMap(value -> part(at(name), value));
  }

  /// An object whose fields are the client's own business, of at most so many bytes.
  public Optional<ObjectNode> free(String name, int mostBytes) {
    return given(name)
        .flatMap(value -> {
          if (!(value instanceof ObjectNode object)) {
            return wrong(Problems.notADictionary(at(name), value), Optional.empty());
          }
          return Json.text(object).getBytes(StandardCharsets.UTF_8).length <= mostBytes
              ? Optional.of(object)
              : wrong(Problems.tooLarge(at(name), mostBytes), Optional.empty());
        });
  }

  /// What stands there, whatever it is.
  public Optional<JsonNode> given(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  /// The location of the object.
  public List<Object> where() {
    return where;
  }

  /// The location of a field.
  public List<Object> at(String name) {
    return inside(where, name);
  }

  /// Notes a problem and goes on with some value.
  public <T> T wrong(Problem problem, T harmless) {
    problems.add(problem);
    return harmless;
  }

  // For a field that must be there, null is a wrong value, not a missing one.
  private Optional<JsonNode> present(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      return wrong(Problems.missing(at(name)), Optional.empty());
    }
    return value.isNull()
        ? wrong(Problems.notAString(at(name), value), Optional.empty())
        : Optional.of(value);
  }

  private Optional<Part> part(List<Object> place, JsonNode value) {
    return value instanceof ObjectNode object
        ? Optional.of(new Part(place, object, problems))
        : wrong(Problems.notAnObject(place, value), Optional.empty());
  }

  private <T> Optional<List<T>> list(
      String name, int most, BiFunction<List<Object>, JsonNode, Optional<T>> read) {
    return given(name)
        .flatMap(value -> {
          if (!value.isArray()) {
            return wrong(Problems.notAList(at(name), value), Optional.empty());
          }
          if (value.size() > most) {
            return wrong(Problems.tooMany(at(name), most), Optional.empty());
          }
          List<T> all = new ArrayList<>();
          IntStream.range(0, value.size())
              .forEach(i -> read.apply(inside(at(name), i), value.get(i)).ifPresent(all::add));
          return Optional.of(List.copyOf(all));
        });
  }

  private Optional<String> string(List<Object> place, JsonNode value) {
    return value.isString()
        ? Optional.of(value.stringValue())
        : wrong(Problems.notAString(place, value), Optional.empty());
  }

  private Optional<String> text(List<Object> place, JsonNode value, int mostBytes) {
    Optional<String> text = string(place, value);
    if (text.isPresent() && text.get().getBytes(StandardCharsets.UTF_8).length > mostBytes) {
      return wrong(Problems.textTooLong(place, mostBytes), Optional.empty());
    }
    return text.isPresent() && text.get().indexOf('\0') >= 0
        ? wrong(Problems.value(place, "a text has no U+0000"), Optional.empty())
        : text;
  }

  private Optional<String> id(List<Object> place, JsonNode value) {
    Optional<String> id = string(place, value);
    return id.isPresent() && !Axis.accepts(id.get())
        ? wrong(Problems.noId(place), Optional.empty())
        : id;
  }

  private static List<Object> inside(List<Object> place, Object step) {
    List<Object> longer = new ArrayList<>(place);
    longer.add(step);
    return List.copyOf(longer);
  }
}
