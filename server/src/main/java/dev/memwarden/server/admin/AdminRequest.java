package dev.memwarden.server.admin;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One thing to do.
///
/// @param tenant whose administrator asks
/// @param path such as `/admin/v1/keys`, each segment percent-encoded
/// @param query one value per name, decoded
public record AdminRequest(
    String tenant, Method method, String path, Map<String, String> query, Optional<JsonNode> body) {

  public AdminRequest {
    query = Map.copyOf(query);
  }

  /// A request without a query and body.
  public static AdminRequest of(String tenant, Method method, String path) {
    return new AdminRequest(tenant, method, path, Map.of(), Optional.empty());
  }

  /// The same with a body.
  public AdminRequest with(JsonNode document) {
    return new AdminRequest(tenant, method, path, query, Optional.of(document));
  }

  /// The same with one value more in the query.
  public AdminRequest with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new AdminRequest(tenant, method, path, more, body);
  }

  /// `text` as one segment of a path.
  public static String segment(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    // A path never has dot segments, so an id that looks like one is written out.
    return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
  }

  /// The document that goes through the control socket.
  JsonNode toJson() {
    ObjectNode json =
        Json.object().put("tenant", tenant).put("method", method.name()).put("path", path);
    ObjectNode parameters = json.putObject("query");
    query.forEach(parameters::put);
    body.ifPresent(document -> json.set("body", document));
    return json;
  }

  /// Reads such a document; empty if it is none.
  static Optional<AdminRequest> fromJson(JsonNode json) {
    Optional<Method> method =
        Arrays.stream(Method.values())
            .filter(known -> known.name().equals(json.path("method").asString("")))
            .findFirst();
    JsonNode tenant = json.path("tenant");
    JsonNode path = json.path("path");
    if (method.isEmpty() || !tenant.isString() || !path.isString()) {
      return Optional.empty();
    }
    Map<String, String> query = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> parameter : json.path("query").properties()) {
      if (!parameter.getValue().isString()) {
        return Optional.empty();
      }
      query.put(parameter.getKey(), parameter.getValue().stringValue());
    }
    return Optional.of(
        new AdminRequest(
            tenant.stringValue(),
            method.get(),
            path.stringValue(),
            query,
            Optional.ofNullable(json.get("body"))));
  }

  /// The body may be somebody's policy, so only the request line is printed.
  @Override
  public String toString() {
    return method + " " + path;
  }
}
