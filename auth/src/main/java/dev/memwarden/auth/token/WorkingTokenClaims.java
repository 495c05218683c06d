package dev.memwarden.auth.token;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.token.JsonValue.Array;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads back what [WorkingTokens] wrote. Whatever is missing or of another type makes the whole
/// token none: nothing is taken for granted that would widen it.
final class WorkingTokenClaims {
  private WorkingTokenClaims() {}

  /// The token that verified claims are; empty if they are none.
  ///
  /// @param all what `claims` were read from
  static Optional<WorkingToken> token(Claims claims, Members all) {
    Optional<Members> own = members(all, WorkingTokens.OWN_CLAIM);
    Optional<WorkingTokenId> id = claims.id().flatMap(WorkingTokenId::parse);
    Optional<String> client = text(all, "client_id");
    Optional<Principal> principal = own.flatMap(WorkingTokenClaims::principal);
    Optional<Ceiling> ceiling = own.flatMap(members -> ceiling(claims, members));
    if (id.isEmpty()
        || client.isEmpty()
        || principal.isEmpty()
        || ceiling.isEmpty()
        || claims.issuedAt().isEmpty()
        || claims.expiresAt().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkingToken(
            id.get(),
            client.get(),
            principal.get(),
            ceiling.get(),
            claims.issuedAt().get(),
            claims.expiresAt().get()));
  }

  private static Optional<Principal> principal(Members own) {
    Optional<String> tenant = text(own, "tenant").filter(Axis::accepts);
    Optional<String> id = text(own, "id").filter(Axis::accepts);
    String word = text(own, "kind").orElse("");
    for (Principal.Kind kind : Principal.Kind.values()) {
      if (kind.word().equals(word) && tenant.isPresent() && id.isPresent()) {
        return Optional.of(new Principal(kind, tenant.get(), id.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Ceiling> ceiling(Claims claims, Members own) {
    Optional<Set<Action>> actions = claims.scope().flatMap(WorkingTokenClaims::actions);
    Optional<Box> box = members(own, "box").flatMap(WorkingTokenClaims::box);
    Optional<List<Network>> networks = own.member("networks").flatMap(WorkingTokenClaims::networks);
    return actions.isEmpty() || box.isEmpty() || networks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Ceiling(
                actions.get(),
                box.get(),
                networks.get(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private static Optional<Set<Action>> actions(List<String> words) {
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    words.forEach(word -> Action.of(word).ifPresent(actions::add));
    return Optional.of(actions);
  }

  private static Optional<Box> box(Members axes) {
    Box box = Box.EVERYWHERE;
    for (Axis axis : Axis.values()) {
      Optional<JsonValue> value = axes.member(axis.word());
      if (value.isEmpty()) {
        continue;
      }
      Optional<Extent> extent = extent(value.get());
      if (extent.isEmpty()) {
        return Optional.empty();
      }
      box = box.with(axis, extent.get());
    }
    return Optional.of(box);
  }

  private static Optional<Extent> extent(JsonValue value) {
    return switch (value) {
      case Text(String text) when Axis.accepts(text) -> Optional.of(Extent.of(text));
      case JsonValue.Null _ -> Optional.of(Extent.NONE);
      case Text _, JsonValue.Number _, JsonValue.Truth _, Array _, Members _ -> Optional.empty();
    };
  }

  private static Optional<List<Network>> networks(JsonValue value) {
    if (!(value instanceof Array(List<JsonValue> items))) {
      return Optional.empty();
    }
    List<Network> networks = new ArrayList<>();
    for (JsonValue item : items) {
      if (!(item instanceof Text(String text))) {
        return Optional.empty();
      }
      try {
        networks.add(Network.parse(text));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
    return Optional.of(networks);
  }

  private static Optional<Members> members(Members from, String name) {
    return from.member(name).filter(Members.class::isInstance).map(Members.class::cast);
  }

  private static Optional<String> text(Members from, String name) {
    return from.member(name).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }
}
