package dev.memwarden.server.docs;

import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.docs.Contents.Item;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.leak.CodeHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The contents as an OpenAPI 3.1 document.
final class OpenApi {
  private static final String BEARER = "bearer";
  private static final String API_KEY = "apiKey";
  private static final String CLIENT = "client";
  private static final String SIGNATURE = "signature";

  private final SchemaJson schemas = new SchemaJson();
  private final Contents contents;
  private final Paths paths;

  private OpenApi(Contents contents) {
    this.contents = contents;
    this.paths = Paths.of(contents);
  }

  /// The document.
  ///
  /// @throws IllegalArgumentException if an example is no JSON, or two objects have one name
  static ObjectNode of(Contents contents, About about) {
    return new OpenApi(contents).document(about);
  }

  private ObjectNode document(About about) {
    ObjectNode document = Json.object().put("openapi", "3.1.1");
    document
        .putObject("info")
        .put("title", "Memwarden")
        .put("version", about.version())
        .put("description", About.DESCRIPTION)
        .putObject("license")
        .put("name", "Apache License 2.0")
        .put("identifier", "Apache-2.0");
    document.putArray("servers").addObject().put("url", about.server());
    document.set("tags", tags());
    document.set("paths", paths());
    ObjectNode components = document.putObject("components");
    components.set("securitySchemes", securitySchemes());
    components.set("schemas", schemas.components());
    return document;
  }

  private ArrayNode tags() {
    Set<Chapter> chapters = new LinkedHashSet<>();
    contents.items().forEach(item -> chapters.add(item.dialect().chapter()));
    ArrayNode tags = Json.array();
    for (Chapter chapter : chapters) {
      tags.addObject().put("name", chapter.title()).put("description", chapter.about());
    }
    return tags;
  }

  private ObjectNode securitySchemes() {
    ObjectNode schemes = Json.object();
    schemes
        .putObject(BEARER)
        .put("type", "http")
        .put("scheme", "bearer")
        .put(
            "description", "`Authorization: Bearer`, `Token` or `Api-Key`, then the key or token.");
    schemes
        .putObject(API_KEY)
        .put("type", "apiKey")
        .put("in", "header")
        .put("name", "X-API-Key")
        .put("description", "The key.");
    schemes
        .putObject(CLIENT)
        .put("type", "http")
        .put("scheme", "basic")
        .put("description", "Id of the key and the key, as OAuth clients send them.");
    if (contents.items().stream().anyMatch(Item::isSigned)) {
      schemes
          .putObject(SIGNATURE)
          .put("type", "apiKey")
          .put("in", "header")
          .put("name", CodeHost.SIGNATURE_FIELD)
          .put(
              "description",
              "A signature over the body, by the key that `" + CodeHost.KEY_FIELD + "` names.");
    }
    return schemes;
  }

  private ObjectNode paths() {
    ObjectNode all = Json.object();
    for (Item item : contents.items()) {
      String path = paths.path(item.route().match());
      ObjectNode methods = all.has(path) ? (ObjectNode) all.path(path) : all.putObject(path);
      methods.set(item.route().match().method().name().toLowerCase(Locale.ROOT), operation(item));
    }
    return all;
  }

  private ObjectNode operation(Item item) {
    Operation operation = item.operation();
    ObjectNode json =
        Json.object().put("operationId", operation.id()).put("summary", operation.summary());
    String needs = About.needs(operation);
    String text = operation.about() + (needs.isEmpty() ? "" : " Needs " + needs + ".");
    if (!text.isEmpty()) {
      json.put("description", text.strip());
    }
    json.putArray("tags").add(item.dialect().chapter().title());
    json.set("security", security(item));
    if (!operation.parameters().isEmpty()) {
      json.set("parameters", parameters(item));
    }
    operation
        .body()
        .ifPresent(body -> {
          ObjectNode request =
              json.putObject("requestBody").put("required", !item.isBodyOptional());
          request.putObject("content").set(body.mediaType(), media(List.of(body)));
        });
    json.set("responses", responses(item));
    return json;
  }

  private static ArrayNode security(Item item) {
    ArrayNode ways = Json.array();
    for (String scheme : schemes(item.route())) {
      ArrayNode roles = ways.addObject().putArray(scheme);
      item.operation().needs().forEach(action -> roles.add(action.word()));
    }
    return ways;
  }

  private static List<String> schemes(Route route) {
    return switch (route) {
      case Route.Open _ -> List.of();
      case Route.Self _, Route.Guarded<?> _ -> List.of(BEARER, API_KEY);
      case Route.Trade trade ->
          switch (trade.shows()) {
            case CREDENTIAL -> List.of(BEARER, API_KEY);
            case CLIENT -> List.of(CLIENT);
            case EITHER -> List.of(CLIENT, BEARER, API_KEY);
            case SIGNATURE -> List.of(SIGNATURE);
          };
    };
  }

  private ArrayNode parameters(Item item) {
    ArrayNode array = Json.array();
    for (Parameter parameter : item.operation().parameters()) {
      String name = paths.name(item.route().match(), parameter.name());
      String about =
          name.equals(parameter.name())
              ? parameter.about()
              : "`" + parameter.name() + "`: " + parameter.about();
      boolean inPath = item.isInPath(parameter);
      array
          .addObject()
          .put("name", name)
          .put("in", inPath ? "path" : "query")
          .put("required", inPath)
          .put("description", about)
          .set("schema", schemas.of(parameter.schema()));
    }
    return array;
  }

  private ObjectNode responses(Item item) {
    Map<Integer, List<Result>> byStatus = new TreeMap<>();
    Stream.concat(item.operation().results().stream(), Refusals.of(item).stream())
        .forEach(result ->
            byStatus.computeIfAbsent(result.status(), _ -> new ArrayList<>()).add(result));
    ObjectNode responses = Json.object();
    byStatus.forEach((status, results) -> responses.set(status.toString(), response(results)));
    return responses;
  }

  private ObjectNode response(List<Result> results) {
    ObjectNode response = Json.object();
    response.put(
        "description", String.join(" ", results.stream().map(Result::about).distinct().toList()));
    Map<String, List<Content>> byType = new LinkedHashMap<>();
    for (Result result : results) {
      byType
          .computeIfAbsent(result.content().mediaType(), _ -> new ArrayList<>())
          .add(result.content());
    }
    ObjectNode content = response.putObject("content");
    byType.forEach((type, contents) -> content.set(type, media(contents)));
    return response;
  }

  private ObjectNode media(List<Content> contents) {
    ObjectNode media = Json.object();
    media.set(
        "schema",
        SchemaJson.either(
            contents.stream()
                .map(Content::schema)
                .distinct()
                .map(this::schema)
                .distinct()
                .toList()));
    List<String> examples =
        contents.stream().flatMap(content -> content.example().stream()).distinct().toList();
    if (examples.size() == 1) {
      media.set("example", parsed(examples.getFirst()));
    } else if (!examples.isEmpty()) {
      ObjectNode several = media.putObject("examples");
      for (String example : examples) {
        several.putObject("example" + (several.size() + 1)).set("value", parsed(example));
      }
    }
    return media;
  }

  private ObjectNode schema(Schema schema) {
    return schemas.of(schema);
  }

  private static JsonNode parsed(String example) {
    return switch (Json.parse(example)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid(int position, String message) ->
          throw new IllegalArgumentException(
              "no JSON at " + position + " (" + message + "): " + example);
    };
  }
}
