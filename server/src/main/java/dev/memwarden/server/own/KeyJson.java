package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.server.http.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a key looks as JSON, wherever it is shown. What there is none of is `null`; times are RFC
/// 3339 in UTC.
public final class KeyJson {
  private KeyJson() {}

  /// A key without its text.
  public static ObjectNode of(KeyRecord key) {
    ObjectNode json = Json.object();
    json.put("id", key.id());
    return rest(json, key);
  }

  /// A key that was made just now, with its text: the one time that it is shown.
  public static ObjectNode of(KeyRecord key, Secret text) {
    ObjectNode json = Json.object();
    json.put("id", key.id());
    json.put("key", text.revealText());
    return rest(json, key);
  }

  /// The words of `actions`, always in the same order.
  public static ArrayNode actions(Set<Action> actions) {
    ArrayNode words = Json.array();
    for (Action action : Action.values()) {
      if (actions.contains(action)) {
        words.add(action.word());
      }
    }
    return words;
  }

  /// The axes on which `box` is limited: to a value, or to having none (`null`). An axis that is
  /// left out is open, so that no text has to stand for "any".
  public static ObjectNode box(Box box) {
    ObjectNode axes = Json.object();
    for (Axis axis : Axis.values()) {
      switch (box.on(axis)) {
        case Extent.Any _ -> {}
        case Extent.One(String value) -> axes.put(axis.word(), value);
        case Extent.None _ -> axes.putNull(axis.word());
      }
    }
    return axes;
  }

  /// A wish as [KeyWishReader] reads it.
  public static ObjectNode wish(KeyWish wish) {
    Ceiling ceiling = wish.ceiling();
    ObjectNode json = Json.object();
    wish.name().ifPresent(name -> json.put("name", name));
    wish.description().ifPresent(description -> json.put("description", description));
    json.set("actions", actions(ceiling.actions()));
    json.set("box", box(ceiling.box()));
    if (!ceiling.networks().isEmpty()) {
      ArrayNode networks = json.putArray("networks");
      ceiling.networks().stream().map(Network::toString).forEach(networks::add);
    }
    ceiling.notBefore().ifPresent(start -> json.put("not_before", start.toString()));
    ceiling.expiresAt().ifPresent(end -> json.put("expires_at", end.toString()));
    ceiling.signer().ifPresent(signer -> json.put("signing_key", signer.toString()));
    rates(ceiling).ifPresent(rates -> json.put("rate_limit", rates));
    ceiling.allowance().memories().ifPresent(most -> json.put("max_memories", most));
    return json;
  }

  private static ObjectNode rest(ObjectNode json, KeyRecord key) {
    json.put("tenant", key.principal().tenant());
    json.put(key.principal().kind().word(), key.principal().id());
    text(json, "name", key.name());
    text(json, "description", key.description());
    json.set("actions", actions(key.ceiling().actions()));
    json.set("box", box(key.ceiling().box()));
    ArrayNode networks = json.putArray("networks");
    for (Network network : key.ceiling().networks()) {
      networks.add(network.toString());
    }
    text(json, "signing_key", key.ceiling().signer().map(Signer::toString));
    text(json, "rate_limit", rates(key.ceiling()));
    key.ceiling()
        .allowance()
        .memories()
        .ifPresentOrElse(
            most -> json.put("max_memories", most), () -> json.putNull("max_memories"));
    json.put("created_at", key.createdAt().toString());
    time(json, "not_before", key.ceiling().notBefore());
    time(json, "expires_at", key.ceiling().expiresAt());
    time(json, "last_used_at", key.lastUsedAt());
    time(json, "revoked_at", key.revocation().map(KeyRecord.Revocation::at));
    text(json, "revoked_reason", key.revocation().map(KeyRecord.Revocation::reason));
    text(json, "replaced_by", key.replacedBy());
    return json;
  }

  private static Optional<String> rates(Ceiling ceiling) {
    return Optional.of(Rate.text(ceiling.allowance().rates())).filter(text -> !text.isEmpty());
  }

  private static void text(ObjectNode json, String name, Optional<String> value) {
    value.ifPresentOrElse(text -> json.put(name, text), () -> json.putNull(name));
  }

  private static void time(ObjectNode json, String name, Optional<Instant> value) {
    text(json, name, value.map(Instant::toString));
  }
}
