package dev.memwarden.server.docs;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Holds JSON values against the schemas of a document. Knows the keywords that are used there, and
/// fails at any other. Strict: a property that the schema does not name is a mistake, as documents
/// must not be silent about anything.
final class SchemaCheck {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$ref",
          "additionalProperties",
          "anyOf",
          "description",
          "enum",
          "format",
          "items",
          "maxItems",
          "maxLength",
          "maximum",
          "minItems",
          "minLength",
          "minimum",
          "pattern",
          "properties",
          "required",
          "type");

  private final JsonNode document;
  private final List<String> mistakes = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /// What about `value` is not as `schema` of `document` says.
  static List<String> mistakes(JsonNode document, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(document);
    check.value("$", schema, value);
    return check.mistakes;
  }

  /// The schema itself, where one refers to another.
  static JsonNode resolved(JsonNode document, JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    return reference.isEmpty() ? schema : document.at(reference.substring(1));
  }

  private void value(String where, JsonNode referring, JsonNode value) {
    JsonNode schema = resolved(document, referring);
    if (!schema.isObject() || !KEYWORDS.containsAll(schema.propertyNames())) {
      throw new IllegalArgumentException("no schema that this understands: " + schema);
    }
    JsonNode any = schema.path("anyOf");
    if (any.isArray()) {
      if (any.values().stream().noneMatch(one -> mistakes(document, one, value).isEmpty())) {
        mistakes.add(where + " is none of " + any);
      }
      return;
    }
    JsonNode type = schema.path("type");
    List<String> types =
        type.isArray()
            ? type.values().stream().map(JsonNode::stringValue).toList()
            : type.isMissingNode() ? List.of() : List.of(type.stringValue());
    if (!types.isEmpty() && types.stream().noneMatch(one -> is(value, one))) {
      mistakes.add(where + " is no " + types);
    } else if (value.isString()) {
      text(where, schema, value.stringValue());
    } else if (value.isNumber()) {
      number(where, schema, value.doubleValue());
    } else if (value.isArray()) {
      list(where, schema, value);
    } else if (value.isObject() && schema.has("properties")) {
      object(where, schema, value);
    }
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("no type: " + type);
    };
  }

  private void text(String where, JsonNode schema, String text) {
    if (text.length() < schema.path("minLength").asInt(0)
        || text.length() > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      mistakes.add(where + " has " + text.length() + " characters");
    }
    JsonNode words = schema.path("enum");
    if (words.isArray()
        && words.values().stream().noneMatch(word -> word.stringValue().equals(text))) {
      mistakes.add(where + " is none of " + words);
    }
    if (schema.has("pattern")
        && !Pattern.compile(schema.path("pattern").stringValue()).matcher(text).find()) {
      mistakes.add(where + " is not like " + schema.path("pattern"));
    }
    if (schema.path("format").asString("").equals("date-time") && !isTime(text)) {
      mistakes.add(where + " is no time");
    }
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant() != null;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private void number(String where, JsonNode schema, double number) {
    if (number < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
        || number > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)) {
      mistakes.add(where + " is " + number);
    }
  }

  private void list(String where, JsonNode schema, JsonNode list) {
    if (list.size() < schema.path("minItems").asInt(0)
        || list.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
      mistakes.add(where + " has " + list.size() + " items");
    }
    for (int i = 0; i < list.size(); i++) {
      value(where + "[" + i + "]", schema.path("items"), list.get(i));
    }
  }

  private void object(String where, JsonNode schema, JsonNode object) {
    JsonNode properties = schema.path("properties");
    for (String name : object.propertyNames()) {
      if (properties.has(name)) {
        value(where + "." + name, properties.path(name), object.path(name));
      } else {
        mistakes.add(where + "." + name + " is not in the document");
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (!object.has(name.stringValue())) {
        mistakes.add(where + "." + name.stringValue() + " is missing");
      }
    }
  }
}
