package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Wire;
import dev.memwarden.server.own.KeyJson;
import dev.memwarden.server.own.KeyWish;
import dev.memwarden.server.own.KeyWishReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /admin/v1/keys`: a [KeyWish], and whose key it shall be.
///
/// @param clock counts `expires_in` from now
record NewKeyWire(InstantSource clock) implements Wire<NewKey> {
  static final String PATH = "/admin/v1/keys";

  private static final Set<String> FIELDS = fields();

  private static Set<String> fields() {
    Set<String> all = new HashSet<>(KeyWishReader.FIELDS);
    for (Principal.Kind kind : Principal.Kind.values()) {
      all.add(kind.word());
    }
    return Set.copyOf(all);
  }

  @Override
  public Decoded<NewKey> decode(Identity caller, Call call) {
    return switch (Json.parse(call.body().bytes())) {
      case Parsed.Invalid(int position, String message) ->
          malformed(new Problem(List.of("body", position), "json_invalid", message, ""));
      case Parsed.Value(JsonNode body) -> read(body, caller.principal().tenant());
    };
  }

  private Decoded<NewKey> read(JsonNode body, String tenant) {
    List<Principal> named = new ArrayList<>();
    for (Principal.Kind kind : Principal.Kind.values()) {
      JsonNode id = body.path(kind.word());
      if (!id.isMissingNode()) {
        try {
          named.add(new Principal(kind, tenant, id.isString() ? id.stringValue() : ""));
        } catch (IllegalArgumentException e) {
          return malformed(problem(kind.word(), String.valueOf(e.getMessage())));
        }
      }
    }
    KeyWishReader reader = new KeyWishReader(clock, byDefault(named));
    KeyWish wish = reader.read(body, FIELDS);
    if (!reader.problems().isEmpty()) {
      return new Decoded.Malformed<>(reader.problems());
    }
    return named.size() == 1
        ? new Decoded.Request<>(
            new NewKey(named.getFirst(), wish.name(), wish.description(), wish.ceiling()))
        : malformed(
            problem("user", "exactly one of user, service and admin must say whose key it is"));
  }

  /// An admin manages; what everybody else does by default is remember and chat.
  private static Set<Action> byDefault(List<Principal> named) {
    Optional<Principal> admin =
        named.stream().filter(who -> who.kind() == Principal.Kind.ADMIN).findFirst();
    return admin.isPresent() ? Action.ALL : Action.MEMORY_AND_CHAT;
  }

  private static Problem problem(String field, String what) {
    return new Problem(List.of("body", field), "value_error", field + ": " + what, "");
  }

  private static Decoded<NewKey> malformed(Problem problem) {
    return new Decoded.Malformed<>(List.of(problem));
  }

  @Override
  public Encoded encode(NewKey wish) {
    ObjectNode body = KeyJson.wish(new KeyWish(wish.name(), wish.description(), wish.ceiling()));
    body.put(wish.principal().kind().word(), wish.principal().id());
    return AdminWire.encoded(PATH, body);
  }
}
