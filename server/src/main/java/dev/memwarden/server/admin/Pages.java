package dev.memwarden.server.admin;

import dev.memwarden.auth.key.Page;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Wire;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What lists that are read page by page have in common: the query for a page, as
/// `?beyond=4bK2mQ8xT0aZ7nLp&limit=100`, and the reply, whose `next` is the `beyond` of the next
/// one.
final class Pages {
  /// Most items of one page.
  static final int MAX_LIMIT = 1_000;

  private static final int LIMIT = 100;
  private static final String BEYOND = "beyond";
  private static final String NEXT = "next";

  private Pages() {}

  /// A wire of requests for a page of what has ids.
  static AdminWire<Slice<String>> wire(String path) {
    return wire(path, (_, id) -> id(id), id -> id);
  }

  /// The same with other names of what is listed.
  ///
  /// @param reader reads such a name, in a tenant; throws [IllegalArgumentException] saying what is
  ///   wrong
  static <C> AdminWire<Slice<C>> wire(
      String path, BiFunction<String, String, C> reader, Function<C, String> name) {
    return new AdminWire<>(
        (caller, call) -> read(call, text -> reader.apply(caller.principal().tenant(), text)),
        slice -> write(path, slice, name));
  }

  private static <C> Decoded<Slice<C>> read(Call call, Function<String, C> reader) {
    QueryFields fields = new QueryFields(call);
    Optional<C> beyond = fields.value(BEYOND, reader);
    int limit = fields.limit(LIMIT, MAX_LIMIT);
    return fields.decoded(() -> new Slice<>(beyond, limit));
  }

  private static String id(String text) {
    if (text.isEmpty() || text.length() > BodyFields.MAX_ID) {
      throw new IllegalArgumentException("is no id");
    }
    return text;
  }

  private static <C> Wire.Encoded write(String path, Slice<C> slice, Function<C, String> name) {
    String beyond =
        slice
            .beyond()
            .map(item -> BEYOND + "=" + AdminRequest.segment(name.apply(item)) + "&")
            .orElse("");
    return new Wire.Encoded(path + "?" + beyond + "limit=" + slice.limit(), Body.EMPTY);
  }

  /// A page of what is called `field`.
  ///
  /// @param name what a page can begin beyond
  static <T> Reply reply(
      String field, Page<T> page, Function<T, ? extends JsonNode> json, Function<T, String> name) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray(field);
    page.items().forEach(item -> items.add(json.apply(item)));
    if (page.more()) {
      body.put(NEXT, name.apply(page.items().getLast()));
    } else {
      body.putNull(NEXT);
    }
    return Replies.ok(body);
  }

  /// To somebody who begins beyond what is not there, or is not theirs to see.
  static Reply unknown() {
    return Replies.problem(422, BEYOND + " names none of these");
  }

  /// What the documents say of such a reply.
  ///
  /// @param name of its schema
  /// @param example one item
  static Content content(String name, String field, Schema item, String example) {
    return Content.json(
        Schema.object(
            name,
            Field.of(field, Schema.list(item), "those of the page"),
            Field.of(
                NEXT,
                Schema.text().orNull(),
                "for `" + BEYOND + "`; `null` where nothing follows")),
        "{\"" + field + "\": [" + example + "], \"" + NEXT + "\": null}");
  }

  /// What the documents say of such a query.
  ///
  /// @param beyond what names an item
  static Parameter[] parameters(Schema beyond) {
    return new Parameter[] {
      new Parameter(BEYOND, beyond, "only what comes after this one: `" + NEXT + "` of a page"),
      new Parameter(
          "limit", new Schema.Whole(1, MAX_LIMIT), "how many at most; " + LIMIT + " by default")
    };
  }

  /// The same where ids name items.
  static Parameter[] parameters() {
    return parameters(new Schema.Text(1, BodyFields.MAX_ID));
  }
}
