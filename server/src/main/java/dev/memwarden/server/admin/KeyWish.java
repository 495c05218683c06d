package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /admin/v1/keys`: what a new key shall be, in the words of the key objects that come back.
final class KeyWish {
  static final String PATH = "/admin/v1/keys";

  /// Axes that a key can be bound to; tenant and user follow from whose it is.
  private static final List<Axis> BINDABLE = List.of(Axis.AGENT, Axis.SESSION, Axis.LABEL);

  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 2000;

  private KeyWish() {}

  static Decoded<NewKey> decode(Identity caller, Call call) {
    BodyFields fields = BodyFields.of(call);
    BodyFields boxFields = fields.nested("box");
    String tenant = caller.principal().tenant();
    Optional<Principal> principal = principal(fields, tenant);
    Set<Action> actions =
        fields
            .list("actions", Action::parseList)
            .map(KeyWish::union)
            .orElseGet(() -> byDefault(principal));
    Ceiling ceiling =
        new Ceiling(
            actions,
            box(boxFields, tenant),
            fields.list("networks", KeyWish::network).orElse(List.of()),
            fields.time("not_before"),
            fields.time("expires_at"));
    Optional<String> name = shorterThan(fields, "name", MAX_NAME);
    Optional<String> description = shorterThan(fields, "description", MAX_DESCRIPTION);
    var problems = fields.problems(boxFields);
    return problems.isEmpty() && principal.isPresent()
        ? new Decoded.Request<>(new NewKey(principal.get(), name, description, ceiling))
        : new Decoded.Malformed<>(problems);
  }

  static Wire.Encoded encode(NewKey wish) {
    ObjectNode body = Json.object();
    body.put(wish.principal().kind().word(), wish.principal().id());
    wish.name().ifPresent(name -> body.put("name", name));
    wish.description().ifPresent(description -> body.put("description", description));
    ArrayNode actions = body.putArray("actions");
    wish.ceiling().actions().forEach(action -> actions.add(action.word()));
    ObjectNode box = Json.object();
    for (Axis axis : BINDABLE) {
      if (wish.ceiling().box().on(axis) instanceof Extent.One(var value)) {
        box.put(axis.word(), value);
      }
    }
    if (!box.isEmpty()) {
      body.set("box", box);
    }
    if (!wish.ceiling().networks().isEmpty()) {
      ArrayNode networks = body.putArray("networks");
      wish.ceiling().networks().forEach(network -> networks.add(network.toString()));
    }
    wish.ceiling().notBefore().ifPresent(time -> body.put("not_before", time.toString()));
    wish.ceiling().expiresAt().ifPresent(time -> body.put("expires_at", time.toString()));
    return AdminWire.encoded(PATH, body);
  }

  private static Optional<Principal> principal(BodyFields fields, String tenant) {
    List<Principal> named = new ArrayList<>();
    for (Principal.Kind kind : Principal.Kind.values()) {
      fields.parsed(kind.word(), id -> new Principal(kind, tenant, id)).ifPresent(named::add);
    }
    if (named.size() == 1) {
      return Optional.of(named.getFirst());
    }
    fields.wrong("user", "exactly one of user, service and admin must say whose key it is");
    return Optional.empty();
  }

  /// An admin manages; what everybody else does by default is remember and chat.
  private static Set<Action> byDefault(Optional<Principal> principal) {
    return principal.filter(who -> who.kind() == Principal.Kind.ADMIN).isPresent()
        ? Action.ALL
        : Action.MEMORY_AND_CHAT;
  }

  private static Set<Action> union(List<Set<Action>> sets) {
    Set<Action> all = new TreeSet<>();
    sets.forEach(all::addAll);
    return all;
  }

  private static Box box(BodyFields fields, String tenant) {
    Box box = Box.ofTenant(tenant);
    for (Axis axis : BINDABLE) {
      Optional<Extent> extent = fields.parsed(axis.word(), Extent::of);
      if (extent.isPresent()) {
        box = box.with(axis, extent.get());
      }
    }
    return box;
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no network such as 10.0.0.0/8", e);
    }
  }

  private static Optional<String> shorterThan(BodyFields fields, String name, int most) {
    return fields.parsed(
        name,
        text -> {
          if (text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                "must have at most " + most + " characters and no control characters");
          }
          return text;
        });
  }
}
