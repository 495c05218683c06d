package dev.memwarden.server.http;

import java.util.List;

/// What is wrong with one part of a request. Each dialect writes it in its own shape.
///
/// @param location where: `body`, `query` or `path`, then names and indexes down to the part
/// @param type a stable word such as `missing`, `string_type`, `json_invalid`, `value_error`
/// @param message one sentence for a person
/// @param input the offending part as a JSON value (`null` if it is missing)
public record Problem(List<Object> location, String type, String message, Object input) {
  public Problem {
    location = List.copyOf(location);
  }
}
