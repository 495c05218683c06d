package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Wire;
import dev.memwarden.server.own.OwnRequest.ListKeys;
import dev.memwarden.server.own.OwnRequest.MintKey;
import dev.memwarden.server.own.OwnRequest.RevokeKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// How requests about one's own keys stand on the wire.
final class OwnWire implements Wire<OwnRequest> {
  private static final String KEYS = "/auth/keys";
  static final int MAX_REASON = 200;

  private final InstantSource clock;

  OwnWire(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Decoded<OwnRequest> decode(Identity caller, Call call) {
    return switch (call.method()) {
      case POST -> mint(call.body());
      case DELETE -> revoke(call);
      case GET, PUT, PATCH -> new Decoded.Request<>(new ListKeys());
    };
  }

  @Override
  public Encoded encode(OwnRequest request) {
    return switch (request) {
      case ListKeys _ -> new Encoded(KEYS, Body.EMPTY);
      case MintKey(KeyWish wish) -> new Encoded(KEYS, Body.of(Json.write(KeyJson.wish(wish))));
      case RevokeKey(String id, Optional<String> reason) ->
          new Encoded(
              KEYS + "/" + percent(id) + reason.map(text -> "?reason=" + percent(text)).orElse(""),
              Body.EMPTY);
    };
  }

  private Decoded<OwnRequest> mint(Body body) {
    return switch (Json.parse(body.bytes())) {
      case Parsed.Invalid(int position, String message) ->
          malformed(List.of("body", position), "json_invalid", message);
      case Parsed.Value(JsonNode node) -> {
        KeyWishReader reader = new KeyWishReader(clock, Action.MEMORY_AND_CHAT);
        KeyWish wish = reader.read(node, KeyWishReader.FIELDS);
        List<Problem> problems = reader.problems();
        yield problems.isEmpty()
            ? new Decoded.Request<>(new MintKey(wish))
            : new Decoded.Malformed<>(problems);
      }
    };
  }

  private static Decoded<OwnRequest> revoke(Call call) {
    Optional<String> reason = call.queryValue("reason");
    boolean fits =
        reason.isEmpty()
            || (!reason.get().isEmpty()
                && reason.get().length() <= MAX_REASON
                && reason.get().chars().noneMatch(Character::isISOControl));
    return fits
        ? new Decoded.Request<>(new RevokeKey(call.pathValue("id"), reason))
        : malformed(
            List.of("query", "reason"),
            "value_error",
            "a reason is one line of 1 to 200 characters");
  }

  private static Decoded<OwnRequest> malformed(List<Object> location, String type, String message) {
    return new Decoded.Malformed<>(
        List.of(new Problem(location, type, message, NullNode.instance)));
  }

  private static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
