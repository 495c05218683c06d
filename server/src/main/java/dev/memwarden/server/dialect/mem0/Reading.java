package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.memory.Memory;
import dev.memwarden.server.fastapi.Problems;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the parts of one request and notes all that is wrong with them, so that a caller learns of
/// every mistake at once. A part that is wrong reads as some harmless value, which goes nowhere:
/// with any problem there is no request.
final class Reading {

  /// Most results that a client may ask for.
  static final int MAX_LIMIT = 1_000;

  /// Largest metadata of one memory, in bytes of UTF-8: it is stored with each memory of a request.
  static final int MAX_METADATA_BYTES = 16_384;

  private final Identity caller;
  private final Call call;
  private final ObjectNode body;
  private final List<Problem> problems = new ArrayList<>();

  private Reading(Identity caller, Call call, ObjectNode body) {
    this.caller = caller;
    this.call = call;
    this.body = body;
  }

  /// Reads a request that has a JSON object as its body.
  static <Q> Decoded<Q> body(Identity caller, Call call, Function<Reading, Q> read) {
    if (call.body().length() == 0) {
      return new Decoded.Malformed<>(List.of(Problems.missing(List.of("body"))));
    }
    return switch (Json.parse(call.body().bytes())) {
      case Parsed.Invalid(int position, _) ->
          new Decoded.Malformed<>(List.of(Problems.json(position)));
      case Parsed.Value(ObjectNode node) -> new Reading(caller, call, node).decoded(read);
      case Parsed.Value(JsonNode node) ->
          new Decoded.Malformed<>(List.of(Problems.notAnObject(List.of("body"), node)));
    };
  }

  /// Reads a request that is all in its path and query.
  static <Q> Decoded<Q> target(Identity caller, Call call, Function<Reading, Q> read) {
    return new Reading(caller, call, Json.object()).decoded(read);
  }

  private <Q> Decoded<Q> decoded(Function<Reading, Q> read) {
    Q request = read.apply(this);
    return problems.isEmpty() ? new Decoded.Request<>(request) : new Decoded.Malformed<>(problems);
  }

  /// Whose memory is meant, named in the body. A user that leaves itself out is meant itself.
  Whose whoseInBody() {
    return whose(userInBody(), idInBody("agent_id"), idInBody("run_id"));
  }

  /// Whose memory is meant, named in the path; agent and run in the query.
  Whose whoseInPath() {
    return whose(pathId("user_id"), queryId("agent_id"), queryId("run_id"));
  }

  /// The tenant, which no request can name.
  String tenant() {
    return caller.principal().tenant();
  }

  /// A required text of the body.
  String text(String name) {
    JsonNode node = body.get(name);
    if (node == null) {
      return wrong(Problems.missing(at(name)), "");
    }
    return text(at(name), node);
  }

  /// A required text that says something, by any of several names.
  String said(List<String> names) {
    return oneOf(names).map(this::said).orElse("");
  }

  /// A required id, by any of several names.
  String id(List<String> names) {
    return oneOf(names).map(name -> id(name, body.path(name))).orElse("");
  }

  private String said(String name) {
    String text = text(name);
    return body.path(name).isString() && text.isBlank()
        ? wrong(Problems.empty(at(name), body.path(name)), "")
        : text;
  }

  // Several names for one thing may come together only if they say the same.
  private Optional<String> oneOf(List<String> names) {
    List<String> given = names.stream().filter(body::has).toList();
    if (given.isEmpty()) {
      return wrong(Problems.missing(at(names.getFirst())), Optional.empty());
    }
    if (given.stream().map(body::get).distinct().count() > 1) {
      String last = given.getLast();
      String message = "differs from " + given.getFirst() + ", which means the same";
      return wrong(Problems.value(at(last), message), Optional.empty());
    }
    return Optional.of(given.getFirst());
  }

  /// A required text of an object at some depth of the body.
  String text(List<Object> where, ObjectNode object, String name) {
    List<Object> inside = new ArrayList<>(where);
    inside.add(name);
    JsonNode node = object.get(name);
    return node == null ? wrong(Problems.missing(inside), "") : text(inside, node);
  }

  private String text(List<Object> where, JsonNode node) {
    if (!node.isString()) {
      return wrong(Problems.notAString(where, node), "");
    }
    String text = node.stringValue();
    if (!Memory.fits(text)) {
      return wrong(Problems.textTooLong(where, Memory.MAX_TEXT_BYTES), "");
    }
    // Half of all string functions of this world end there.
    return text.indexOf('\0') >= 0
        ? wrong(Problems.value(where, "a text has no U+0000"), "")
        : text;
  }

  /// An optional id of the body; `null` is as good as left out.
  Optional<String> idInBody(String name) {
    JsonNode node = body.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(id(name, node));
  }

  /// A path variable that is an id.
  String pathId(String name) {
    String value = call.pathValue(name);
    return Axis.accepts(value) ? value : wrong(Problems.noId(List.of("path", name)), "");
  }

  /// An optional id of the query.
  Optional<String> queryId(String name) {
    return query(name)
        .map(value ->
            Axis.accepts(value) ? value : wrong(Problems.noId(List.of("query", name)), ""));
  }

  /// The optional `limit` of the query.
  Optional<Integer> queryLimit() {
    return query("limit")
        .map(value ->
            value.matches("-?[0-9]{1,9}")
                ? limit(List.of("query", "limit"), Integer.parseInt(value))
                : wrong(Problems.unreadableInteger(List.of("query", "limit"), value), 1));
  }

  /// The optional `limit` of the body.
  Optional<Integer> bodyLimit() {
    JsonNode node = body.get("limit");
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        node.isIntegralNumber() && node.canConvertToInt()
            ? limit(at("limit"), node.intValue())
            : wrong(Problems.notAnInteger(at("limit"), node), 1));
  }

  /// An optional boolean of the body.
  boolean flag(String name, boolean otherwise) {
    JsonNode node = body.get(name);
    if (node == null || node.isNull()) {
      return otherwise;
    }
    return node.isBoolean()
        ? node.booleanValue()
        : wrong(Problems.notABoolean(at(name), node), otherwise);
  }

  /// The optional `metadata` of the body, as text.
  Optional<String> metadata() {
    JsonNode node = body.get("metadata");
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      return Optional.of(wrong(Problems.notADictionary(at("metadata"), node), ""));
    }
    String text = Json.text(node);
    return Optional.of(
        text.getBytes(StandardCharsets.UTF_8).length <= MAX_METADATA_BYTES
            ? text
            : wrong(
                Problems.value(
                    at("metadata"), "metadata has at most " + MAX_METADATA_BYTES + " bytes"),
                ""));
  }

  /// A required list of the body.
  List<JsonNode> list(String name, int most) {
    JsonNode node = body.get(name);
    if (node == null) {
      return wrong(Problems.missing(at(name)), List.of());
    }
    if (!node.isArray()) {
      return wrong(Problems.notAList(at(name), node), List.of());
    }
    return node.size() <= most
        ? List.copyOf(node.values())
        : wrong(Problems.tooMany(at(name), most), List.of());
  }

  /// Notes a problem and goes on with some value.
  <T> T wrong(Problem problem, T harmless) {
    problems.add(problem);
    return harmless;
  }

  /// The location of a field of the body.
  static List<Object> at(String name) {
    return List.of("body", name);
  }

  private String userInBody() {
    JsonNode node = body.get("user_id");
    if (node != null) {
      return id("user_id", node);
    }
    return caller.principal().kind() == Principal.Kind.USER
        ? caller.principal().id()
        : wrong(Problems.missing(at("user_id")), "");
  }

  private String id(String name, JsonNode node) {
    if (!node.isString()) {
      return wrong(Problems.notAString(at(name), node), "");
    }
    String id = node.stringValue();
    return Axis.accepts(id) ? id : wrong(Problems.noId(at(name)), "");
  }

  // A name given twice with different values means different things to different readers.
  private Optional<String> query(String name) {
    List<String> values = call.queryValues(name).stream().distinct().toList();
    if (values.size() > 1) {
      Problem problem = Problems.value(List.of("query", name), "given twice, and not the same");
      return Optional.of(wrong(problem, "1"));
    }
    return values.stream().findFirst();
  }

  private int limit(List<Object> where, int limit) {
    if (limit < 1) {
      return wrong(Problems.tooSmall(where, 1, IntNode.valueOf(limit)), 1);
    }
    return limit > MAX_LIMIT
        ? wrong(Problems.tooLarge(where, MAX_LIMIT, IntNode.valueOf(limit)), 1)
        : limit;
  }

  // A key for one agent, run or label means that one when nothing is said.
  private Whose whose(String user, Optional<String> agent, Optional<String> run) {
    return new Whose(
        tenant(),
        user,
        agent.or(() -> caller.pinned(Axis.AGENT)),
        run.or(() -> caller.pinned(Axis.SESSION)),
        caller.pinned(Axis.LABEL));
  }
}
