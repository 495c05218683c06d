package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the parts of one request and notes what is wrong with them. A part that is wrong reads as
/// some harmless value, which goes nowhere: with any problem there is no request.
///
/// `null` is as good as left out, as it is for Go. Fields that nobody asks for are not looked at:
/// clients send back whole objects that they got.
final class Reading {

  /// A problem whose message is the whole line.
  static final String LINE = "line";

  /// Largest number that a client may send.
  static final int MOST = 1_000_000;

  /// Longest text of what is not searched, such as a role or a name, in UTF-16 characters.
  static final int MAX_NAME = 256;

  private static final int MAX_BYTES_OF_CHARACTER = 4;

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Call call;
  private final ObjectNode body;
  private final String inside;
  private final List<Problem> problems;

  private Reading(Call call, ObjectNode body, String inside, List<Problem> problems) {
    this.call = call;
    this.body = body;
    this.inside = inside;
    this.problems = problems;
  }

  /// Reads a request that has a JSON object as its body.
  static <Q> Decoded<Q> body(Call call, Function<Reading, Q> read) {
    return switch (Json.parse(call.body().bytes())) {
      case Parsed.Invalid(int position, _) -> noJson(call, position);
      case Parsed.Value(ObjectNode object) -> decoded(call, object, read);
      case Parsed.Value _ -> new Decoded.Malformed<>(List.of(bad("body", "is no JSON object")));
    };
  }

  /// Reads a request that has a JSON list as its body, as if it stood in an object.
  ///
  /// @param name of its field there
  static <Q> Decoded<Q> list(Call call, String name, Function<Reading, Q> read) {
    return switch (Json.parse(call.body().bytes())) {
      case Parsed.Invalid(int position, _) -> noJson(call, position);
      case Parsed.Value(ArrayNode list) -> decoded(call, Json.object().set(name, list), read);
      case Parsed.Value _ -> new Decoded.Malformed<>(List.of(bad("body", "is no JSON list")));
    };
  }

  private static <Q> Decoded<Q> noJson(Call call, int position) {
    return new Decoded.Malformed<>(
        List.of(line("body", GoJson.mistake(call.body().bytes(), position))));
  }

  /// Reads a request that is all in its path and query.
  static <Q> Decoded<Q> target(Call call, Function<Reading, Q> read) {
    return decoded(call, Json.object(), read);
  }

  private static <Q> Decoded<Q> decoded(Call call, ObjectNode body, Function<Reading, Q> read) {
    Reading reading = new Reading(call, body, "", new ArrayList<>());
    Q request = read.apply(reading);
    return reading.problems.isEmpty()
        ? new Decoded.Request<>(request)
        : new Decoded.Malformed<>(reading.problems);
  }

  /// Reads an object within the body, noting its problems here.
  Reading within(String name, ObjectNode object) {
    return new Reading(call, object, inside + name + ".", problems);
  }

  /// A path variable that is an id.
  String pathId(String name) {
    String value = call.pathValue(name);
    return Axis.accepts(value) ? value : wrong(noId(name), "");
  }

  /// A path variable that is a UUID, in lower case.
  String pathUuid(String name) {
    return uuid(name, call.pathValue(name));
  }

  /// A path variable that is the name of a collection, in lower case.
  String pathName(String name) {
    String value = call.pathValue(name).toLowerCase(Locale.ROOT);
    return Axis.accepts(value) ? value : wrong(noId(name), "");
  }

  /// A flag of the query, as Go's strconv reads it; left out, it is down.
  boolean queryFlag(String name) {
    List<String> values = call.queryValues(name).stream().distinct().toList();
    if (values.size() > 1) {
      return wrong(problem(name, "is given twice, and not the same"), false);
    }
    return switch (values.isEmpty() ? "" : values.getFirst()) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "", "0", "f", "F", "FALSE", "false", "False" -> false;
      case String text ->
          wrong(line(name, "strconv.ParseBool: parsing \"" + text + "\": invalid syntax"), false);
    };
  }

  /// An optional number of the query.
  Optional<Integer> query(String name) {
    return query(name, MOST);
  }

  /// An optional number of the query, up to `most`.
  Optional<Integer> query(String name, int most) {
    List<String> values = call.queryValues(name).stream().distinct().toList();
    if (values.size() > 1) {
      return Optional.of(wrong(problem(name, "is given twice, and not the same"), 0));
    }
    if (values.isEmpty() || values.getFirst().isEmpty()) {
      return Optional.empty();
    }
    String text = values.getFirst();
    if (!text.matches("[+-]?[0-9]+")) {
      return Optional.of(wrong(unparsed(text, "invalid syntax"), 0));
    }
    if (!text.matches("[+]?0*[0-9]{1,7}") || Integer.parseInt(text) > most) {
      return Optional.of(wrong(unparsed(text, "value out of range"), 0));
    }
    return Optional.of(Integer.parseInt(text));
  }

  /// A required id of the body.
  ///
  /// @param whenEmpty the line that says it is missing
  String id(String name, String whenEmpty) {
    Optional<JsonNode> given = given(name);
    if (given.isEmpty() || given.get().isString() && given.get().stringValue().isEmpty()) {
      return wrong(line(name, whenEmpty), "");
    }
    return id(name, given.get());
  }

  /// An optional id of the body; an empty one is left out.
  Optional<String> id(String name) {
    return given(name)
        .filter(node -> !node.isString() || !node.stringValue().isEmpty())
        .map(node -> id(name, node));
  }

  /// An optional UUID of the body, in lower case.
  Optional<String> uuid(String name) {
    return given(name)
        .map(node -> node.isString() ? uuid(name, node.stringValue()) : wrong(noText(name), ""));
  }

  /// An optional text of the body.
  ///
  /// @param most characters
  Optional<String> text(String name, int most) {
    return given(name).map(node -> text(name, node, most));
  }

  /// An optional text of the body that the original's validator bounds; an empty one is left out.
  ///
  /// @param most characters
  /// @param field as [#invalid] has it
  Optional<String> text(String name, int most, String field) {
    Optional<String> text =
        text(name, most * MAX_BYTES_OF_CHARACTER).filter(given -> !given.isEmpty());
    return text.isPresent() && text.get().codePoints().count() > most
        ? wrong(invalid(field, "max"), Optional.empty())
        : text;
  }

  /// An optional word of the body, one of a few.
  Optional<String> word(String name, List<String> words) {
    return given(name)
        .map(node ->
            node.isString() && words.contains(node.stringValue())
                ? node.stringValue()
                : wrong(problem(name, "is none of " + String.join(", ", words)), words.getFirst()));
  }

  /// An optional number of the body, up to [#MOST].
  Optional<Integer> count(String name) {
    return given(name)
        .map(node ->
            node.isIntegralNumber()
                    && node.canConvertToInt()
                    && node.intValue() >= 0
                    && node.intValue() <= MOST
                ? node.intValue()
                : wrong(problem(name, "is no count"), 0));
  }

  /// An optional flag of the body.
  Optional<Boolean> flag(String name) {
    return given(name)
        .map(node ->
            node.isBoolean()
                ? node.booleanValue()
                : wrong(problem(name, "is neither true nor false"), false));
  }

  /// An optional number of the body from 0 to 1.
  Optional<Double> share(String name) {
    return given(name)
        .map(node ->
            node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1
                ? node.doubleValue()
                : wrong(problem(name, "is no number from 0 to 1"), 0.0));
  }

  /// An optional time of the body: RFC 3339, or a date alone, which is its first instant in UTC.
  Optional<Instant> time(String name) {
    return given(name)
        .map(node -> {
          String text = node.asString("");
          try {
            return DATE.matcher(text).matches()
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeParseException _) {
            return wrong(problem(name, "is no time as of RFC 3339"), Instant.EPOCH);
          }
        });
  }

  /// An optional object of the body.
  Optional<ObjectNode> object(String name) {
    return given(name)
        .map(node ->
            node instanceof ObjectNode object
                ? object
                : wrong(problem(name, "is no object"), Json.object()));
  }

  /// Optional metadata of the body.
  Optional<ObjectNode> metadata() {
    return object("metadata")
        .map(object ->
            Metadata.fits(object)
                ? object
                : wrong(problem("metadata", Metadata.TOO_LARGE), object));
  }

  /// An optional list of the body; left out, it is empty.
  List<JsonNode> list(String name, int most) {
    Optional<JsonNode> node = given(name);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!node.get().isArray()) {
      return wrong(problem(name, "is no list"), List.of());
    }
    return node.get().size() <= most
        ? List.copyOf(node.get().values())
        : wrong(problem(name, "has more than " + most + " elements"), List.of());
  }

  /// An optional list of the body, of objects.
  <T> List<T> objects(String name, int most, Function<Reading, T> read) {
    List<T> objects = new ArrayList<>();
    for (JsonNode node : list(name, most)) {
      String each = name + "[" + objects.size() + "]";
      if (!(node instanceof ObjectNode object)) {
        return wrong(problem(each, "is no object"), List.of());
      }
      objects.add(read.apply(within(each, object)));
    }
    return objects;
  }

  /// An optional list of the body, of UUIDs in lower case; one that is there twice counts once.
  List<String> uuids(String name, int most) {
    return list(name, most).stream()
        .map(node -> node.isString() ? uuid(name, node.stringValue()) : wrong(noText(name), ""))
        .distinct()
        .toList();
  }

  /// An optional list of the body, of texts; one that is there twice counts once.
  ///
  /// @param longest bytes of one
  List<String> texts(String name, int most, int longest) {
    return list(name, most).stream().map(node -> text(name, node, longest)).distinct().toList();
  }

  /// Names of the fields that are there and none of these.
  List<String> others(List<String> names) {
    return body.propertyNames().stream().filter(name -> !names.contains(name)).toList();
  }

  /// Notes a problem and goes on with some value.
  <T> T wrong(Problem problem, T harmless) {
    problems.add(problem);
    return harmless;
  }

  /// A problem with a part, which the line names.
  Problem problem(String name, String what) {
    return bad(inside + name, what);
  }

  /// A problem with a part that a rule of the original forbids, in the words of its validator.
  ///
  /// @param field how it is called there, such as `CreateDocumentRequest.DocumentID`
  /// @param rule such as `max`
  static Problem invalid(String field, String rule) {
    String last = field.substring(field.indexOf('.') + 1);
    return line(
        last,
        "Key: '%s' Error:Field validation for '%s' failed on the '%s' tag"
            .formatted(field, last, rule));
  }

  /// A problem with a line of its own.
  static Problem line(String name, String line) {
    return new Problem(List.of(name), LINE, line, "");
  }

  private static Problem bad(String name, String what) {
    return new Problem(List.of(name), "value_error", name + " " + what, "");
  }

  // As Go's strconv says it.
  private static Problem unparsed(String text, String why) {
    return line("query", "strconv.ParseInt: parsing \"" + text + "\": " + why);
  }

  private Optional<JsonNode> given(String name) {
    JsonNode node = body.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private String id(String name, JsonNode node) {
    if (!node.isString()) {
      return wrong(noText(name), "");
    }
    String id = node.stringValue();
    return Axis.accepts(id) ? id : wrong(noId(name), "");
  }

  private String uuid(String name, String text) {
    return UUID_FORM.matcher(text).matches()
        ? UUID.fromString(text).toString()
        : wrong(problem(name, "is no UUID"), new UUID(0, 0).toString());
  }

  private String text(String name, JsonNode node, int most) {
    if (!node.isString()) {
      return wrong(noText(name), "");
    }
    String text = node.stringValue();
    if (text.getBytes(StandardCharsets.UTF_8).length > most) {
      return wrong(problem(name, "has more than " + most + " bytes"), "");
    }
    // Half of all string functions of this world end there.
    return text.indexOf('\0') >= 0 ? wrong(problem(name, "has a U+0000"), "") : text;
  }

  private Problem noText(String name) {
    return problem(name, "is no text");
  }

  private Problem noId(String name) {
    return problem(
        name, "is no id: 1 to " + Axis.MAX_LENGTH + " characters, no control characters");
  }
}
