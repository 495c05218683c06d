package dev.memwarden.server.fastapi;

import dev.memwarden.auth.Axis;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Problem;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// What can be wrong with a part of a request, in the words of FastAPI and pydantic, which clients
/// of the originals know.
public final class Problems {
  private static final NullNode NOTHING = NullNode.getInstance();

  private Problems() {}

  public static Problem missing(List<Object> where) {
    return new Problem(where, "missing", "Field required", NOTHING);
  }

  public static Problem json(int position) {
    return new Problem(
        List.of("body", position), "json_invalid", "JSON decode error", Json.object());
  }

  public static Problem notAnObject(List<Object> where, JsonNode input) {
    return new Problem(
        where,
        "model_attributes_type",
        "Input should be a valid dictionary or object to extract fields from",
        input);
  }

  public static Problem notADictionary(List<Object> where, JsonNode input) {
    return new Problem(where, "dict_type", "Input should be a valid dictionary", input);
  }

  public static Problem notAList(List<Object> where, JsonNode input) {
    return new Problem(where, "list_type", "Input should be a valid list", input);
  }

  public static Problem notAString(List<Object> where, JsonNode input) {
    return new Problem(where, "string_type", "Input should be a valid string", input);
  }

  public static Problem notABoolean(List<Object> where, JsonNode input) {
    return new Problem(where, "bool_type", "Input should be a valid boolean", input);
  }

  public static Problem notAnInteger(List<Object> where, JsonNode input) {
    return new Problem(where, "int_type", "Input should be a valid integer", input);
  }

  public static Problem unreadableInteger(List<Object> where, String input) {
    return unreadableInteger(where, StringNode.valueOf(input));
  }

  public static Problem unreadableInteger(List<Object> where, JsonNode input) {
    return new Problem(
        where,
        "int_parsing",
        "Input should be a valid integer, unable to parse string as an integer",
        input);
  }

  public static Problem unreadableFlag(List<Object> where, JsonNode input) {
    return new Problem(
        where, "bool_parsing", "Input should be a valid boolean, unable to interpret input", input);
  }

  public static Problem notANumber(List<Object> where, JsonNode input) {
    return new Problem(where, "float_type", "Input should be a valid number", input);
  }

  public static Problem noTime(List<Object> where, JsonNode input) {
    return new Problem(where, "datetime_type", "Input should be a valid datetime", input);
  }

  public static Problem noneOf(List<Object> where, List<String> words, JsonNode input) {
    String all = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
    return new Problem(where, "literal_error", "Input should be one of " + all, input);
  }

  public static Problem outside(List<Object> where, double least, double most, JsonNode input) {
    return new Problem(
        where, "value_error", "Input should be between " + least + " and " + most, input);
  }

  public static Problem tooSmall(List<Object> where, int least, JsonNode input) {
    return new Problem(
        where, "greater_than_equal", "Input should be greater than or equal to " + least, input);
  }

  public static Problem tooLarge(List<Object> where, int most, JsonNode input) {
    return new Problem(
        where, "less_than_equal", "Input should be less than or equal to " + most, input);
  }

  public static Problem empty(List<Object> where, JsonNode input) {
    return new Problem(where, "string_too_short", "String should have at least 1 character", input);
  }

  /// What is too long is not sent back.
  public static Problem textTooLong(List<Object> where, int mostBytes) {
    return new Problem(
        where,
        "string_too_long",
        "String should have at most " + mostBytes + " bytes of UTF-8",
        NOTHING);
  }

  /// What is too large is not sent back either.
  public static Problem tooLarge(List<Object> where, int mostBytes) {
    return value(where, "at most " + mostBytes + " bytes");
  }

  public static Problem tooMany(List<Object> where, int most) {
    return new Problem(
        where, "too_long", "List should have at most " + most + " items after validation", NOTHING);
  }

  public static Problem noId(List<Object> where) {
    return value(
        where, "an id has 1 to " + Axis.MAX_LENGTH + " characters and no control characters");
  }

  public static Problem value(List<Object> where, String message) {
    return new Problem(where, "value_error", "Value error, " + message, NOTHING);
  }
}
