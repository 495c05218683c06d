package dev.memwarden.server.docs;

import dev.memwarden.server.http.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Values on both sides of everything that a schema says: each bound reached and passed, each field
/// there and missing, each type right and wrong.
final class Values {
  private final JsonNode document;

  /// @param accepted whether the schema allows the value
  record Case(JsonNode value, boolean accepted) {}

  Values(JsonNode document) {
    this.document = document;
  }

  /// Cases for a schema; the first one is accepted.
  List<Case> of(JsonNode referring) {
    JsonNode schema = SchemaCheck.resolved(document, referring);
    List<Case> cases = new ArrayList<>();
    if (schema.has("anyOf")) {
      boolean orNull =
          schema.path("anyOf").values().stream()
              .anyMatch(one -> one.path("type").asString("").equals("null"));
      cases.addAll(of(schema.path("anyOf").get(0)));
      if (orNull) {
        cases.replaceAll(one -> one.value.isNull() ? new Case(one.value, true) : one);
      }
      return cases;
    }
    JsonNode type = schema.path("type");
    boolean orNull = type.isArray();
    String word = orNull ? type.get(0).stringValue() : type.stringValue();
    switch (word) {
      case "string" -> texts(schema, cases);
      case "integer" -> numbers(schema, cases);
      case "number" -> {
        cases.add(new Case(DoubleNode.valueOf(0.5), true));
        cases.add(new Case(StringNode.valueOf("x"), false));
      }
      case "boolean" -> {
        cases.add(new Case(BooleanNode.TRUE, true));
        cases.add(new Case(StringNode.valueOf("yes"), false));
      }
      case "array" -> lists(schema, cases);
      case "object" -> objects(schema, cases);
      default -> throw new IllegalArgumentException("no type: " + word);
    }
    cases.add(new Case(NullNode.getInstance(), orNull));
    return cases;
  }

  private static void texts(JsonNode schema, List<Case> cases) {
    if (schema.has("enum")) {
      schema.path("enum").forEach(value -> cases.add(new Case(value, true)));
      add(cases, "nonsense", false);
    } else if (schema.has("format") || schema.has("pattern")) {
      switch (schema.path("format").asString(schema.path("pattern").asString())) {
        case "date-time" -> add(cases, "2027-01-31T12:00:00Z", true);
        case "uuid" -> add(cases, "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11", true);
        case "^(lax )?\\$.*$" -> add(cases, "$.a", true);
        case "cidr" -> add(cases, "10.0.0.0/8", true);
        case "ed25519-key" ->
            add(cases, "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs", true);
        case "^[1-9][0-9]{0,8}[smhd]$" -> add(cases, "30d", true);
        case String rates when rates.contains("/[smhd]") -> add(cases, "9/m:2,90/h", true);
        case "^(user|service|admin):.+$" -> add(cases, "user:alice", true);
        case "^[^/ ]+(/[^/ ]*){0,4}$" -> add(cases, "default/bob", true);
        case String models when models.startsWith("^(claude-") -> add(cases, "gpt-4o", true);
        default -> throw new IllegalArgumentException("no example of " + schema);
      }
      add(cases, "nonsense", false);
    } else {
      int least = schema.path("minLength").asInt(0);
      add(cases, "a".repeat(Math.max(1, least)), true);
      add(cases, "", least == 0);
      if (schema.has("maxLength")) {
        int most = schema.path("maxLength").intValue();
        add(cases, "a".repeat(most), true);
        add(cases, "a".repeat(most + 1), false);
      }
    }
    cases.add(new Case(IntNode.valueOf(1), false));
  }

  private static void add(List<Case> cases, String text, boolean accepted) {
    cases.add(new Case(StringNode.valueOf(text), accepted));
  }

  private static void numbers(JsonNode schema, List<Case> cases) {
    int least = schema.path("minimum").intValue();
    cases.add(new Case(IntNode.valueOf(least), true));
    cases.add(new Case(IntNode.valueOf(least - 1), false));
    if (schema.has("maximum")) {
      int most = schema.path("maximum").intValue();
      cases.add(new Case(IntNode.valueOf(most), true));
      cases.add(new Case(IntNode.valueOf(most + 1), false));
    }
    cases.add(new Case(StringNode.valueOf("x"), false));
  }

  private void lists(JsonNode schema, List<Case> cases) {
    List<Case> items = of(schema.path("items"));
    int least = schema.path("minItems").asInt(0);
    items.forEach(
        item -> cases.add(new Case(repeated(item.value, Math.max(1, least)), item.accepted)));
    JsonNode good = items.getFirst().value;
    cases.add(new Case(Json.array(), least == 0));
    if (schema.has("maxItems")) {
      int most = schema.path("maxItems").intValue();
      cases.add(new Case(repeated(good, most), true));
      cases.add(new Case(repeated(good, most + 1), false));
    }
    cases.add(new Case(Json.object(), false));
  }

  private static ArrayNode repeated(JsonNode item, int times) {
    ArrayNode list = Json.array();
    Collections.nCopies(times, item).forEach(list::add);
    return list;
  }

  private void objects(JsonNode schema, List<Case> cases) {
    ObjectNode least = Json.object();
    for (JsonNode name : schema.path("required")) {
      JsonNode property = schema.path("properties").path(name.stringValue());
      least.set(name.stringValue(), of(property).getFirst().value);
    }
    cases.add(new Case(least, true));
    for (String name : schema.path("properties").propertyNames()) {
      for (Case value : of(schema.path("properties").path(name))) {
        cases.add(new Case(least.deepCopy().set(name, value.value), value.accepted));
      }
    }
    for (JsonNode name : schema.path("required")) {
      ObjectNode without = least.deepCopy();
      without.remove(name.stringValue());
      cases.add(new Case(without, false));
    }
    boolean closed = schema.has("additionalProperties");
    cases.add(new Case(least.deepCopy().put("unheard_of", 1), !closed));
    cases.add(new Case(Json.array(), false));
  }
}
