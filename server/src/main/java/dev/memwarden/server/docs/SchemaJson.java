package dev.memwarden.server.docs;

import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes schemas as JSON Schema (draft 2020-12, as OpenAPI 3.1 has it). Objects go to the
/// components of the document and are referred to by name.
final class SchemaJson {
  private final Map<String, Schema.Fields> known = new LinkedHashMap<>();
  private final ObjectNode components = Json.object();

  /// The objects that were met so far, by name.
  ObjectNode components() {
    return components;
  }

  /// A schema.
  ///
  /// @throws IllegalArgumentException if two different objects have one name
  ObjectNode of(Schema schema) {
    return switch (schema) {
      case Schema.Text(int least, int most) ->
          bounded(typed("string"), "minLength", least, "maxLength", most);
      case Schema.Formatted(String format) -> typed("string").put("format", format);
      case Schema.Pattern(String regex) -> typed("string").put("pattern", regex);
      case Schema.Word(List<String> words) -> {
        ObjectNode json = typed("string");
        ArrayNode values = json.putArray("enum");
        words.forEach(values::add);
        yield json;
      }
      case Schema.Whole(int least, int most) -> {
        ObjectNode json = typed("integer").put("minimum", least);
        yield most == Integer.MAX_VALUE ? json : json.put("maximum", most);
      }
      case Schema.Fraction _ -> typed("number");
      case Schema.Flag _ -> typed("boolean");
      case Schema.Free _ -> typed("object");
      case Schema.Anything _ -> Json.object();
      case Schema.Items(Schema of, int least, int most) -> {
        ObjectNode json = typed("array");
        json.set("items", of(of));
        yield bounded(json, "minItems", least, "maxItems", most);
      }
      case Schema.Fields fields -> reference(fields);
      case Schema.OrNull(Schema inner) -> orNull(of(inner));
      case Schema.Either(List<Schema> schemas) -> either(schemas.stream().map(this::of).toList());
    };
  }

  /// Any one of several schemas.
  static ObjectNode either(List<ObjectNode> schemas) {
    if (schemas.size() == 1) {
      return schemas.getFirst();
    }
    ObjectNode json = Json.object();
    ArrayNode any = json.putArray("anyOf");
    schemas.forEach(any::add);
    return json;
  }

  private static ObjectNode orNull(ObjectNode json) {
    JsonNode type = json.path("type");
    if (!type.isString() || json.has("enum")) {
      return either(List.of(json, typed("null")));
    }
    json.putArray("type").add(type.stringValue()).add("null");
    return json;
  }

  private ObjectNode reference(Schema.Fields fields) {
    Schema.Fields twin = known.putIfAbsent(fields.name(), fields);
    if (twin == null) {
      components.set(fields.name(), object(fields));
    } else if (!twin.equals(fields)) {
      throw new IllegalArgumentException("two different objects " + fields.name());
    }
    return Json.object().put("$ref", "#/components/schemas/" + fields.name());
  }

  private ObjectNode object(Schema.Fields fields) {
    ObjectNode json = typed("object");
    ArrayNode required = Json.array();
    ObjectNode properties = Json.object();
    for (Field field : fields.fields()) {
      properties.set(field.name(), of(field.schema()).put("description", field.about()));
      if (field.required()) {
        required.add(field.name());
      }
    }
    json.set("properties", properties);
    if (!required.isEmpty()) {
      json.set("required", required);
    }
    return fields.closed() ? json.put("additionalProperties", false) : json;
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode bounded(
      ObjectNode json, String lower, int least, String upper, int most) {
    if (least > 0) {
      json.put(lower, least);
    }
    return most == Integer.MAX_VALUE ? json : json.put(upper, most);
  }
}
