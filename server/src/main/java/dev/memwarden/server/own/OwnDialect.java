package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.own.OwnRequest.ListKeys;
import dev.memwarden.server.own.OwnRequest.MintKey;
import dev.memwarden.server.own.OwnRequest.RevokeKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/auth/whoami`, `/auth/keys` and the handshake: every caller about itself. Keys of others are
/// unknown here, also to admins; those have routes of their own. Beside them the one route for
/// whoever found somebody's key.
public final class OwnDialect implements Dialect {

  /// Its name.
  public static final String NAME = "own";

  private static final String BY_OWNER = "revoked by its owner";

  private static final Reply FORBIDDEN =
      ProblemReply.of(
          403, "forbidden", "Not allowed", "This needs an action that you may not take.");
  private static final Reply UNKNOWN_KEY =
      ProblemReply.of(404, "unknown-key", "Unknown key", "You have no key of this id.");

  private final KeyService keys;
  private final Whoami whoami = new Whoami();
  private final OwnWire wire;
  private final List<Route> others;

  /// One that gives out no tokens.
  public OwnDialect(KeyService keys, InstantSource clock) {
    this(keys, List.of(), clock);
  }

  public OwnDialect(KeyService keys, HandshakeRoutes handshake, InstantSource clock) {
    this(keys, handshake, Optional.empty(), clock);
  }

  /// @param leaks takes reports of leaked keys, if anybody may send some
  public OwnDialect(
      KeyService keys, HandshakeRoutes handshake, Optional<LeakRoutes> leaks, InstantSource clock) {
    this(
        keys,
        Stream.concat(
                handshake.routes().stream(),
                leaks.stream().flatMap(routes -> routes.routes().stream()))
            .toList(),
        clock);
  }

  private OwnDialect(KeyService keys, List<Route> others, InstantSource clock) {
    this.keys = keys;
    this.others = others;
    this.wire = new OwnWire(clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "Callers",
        "What every caller may ask about itself, whatever wire it speaks.",
        ProblemReply.SCHEMA,
        ProblemReply.MALFORMED_SCHEMA);
  }

  @Override
  public List<Route> routes() {
    return Stream.concat(
            Stream.of(
                new Route.Self(
                    Match.of(Method.GET, "/auth/whoami"), Operations.WHOAMI, whoami::answer),
                aboutKeys(Match.of(Method.GET, "/auth/keys"), Operations.LIST),
                aboutKeys(Match.of(Method.POST, "/auth/keys"), Operations.MINT),
                aboutKeys(Match.of(Method.DELETE, "/auth/keys/{id}"), Operations.REVOKE)),
            others.stream())
        .toList();
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return ProblemReply.unauthenticated(why);
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return FORBIDDEN;
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return ProblemReply.malformed(problems);
  }

  @Override
  public Reply plain(int status, String message) {
    return ProblemReply.of(status, message);
  }

  private Route aboutKeys(Match match, Operation operation) {
    return new Route.Guarded<>(
        match,
        operation,
        wire,
        // A key that is limited to an agent or the like does not reach its owner's place, and so
        // manages no keys.
        (who, _) ->
            List.of(new Demand(Action.KEYS_MANAGE, Box.exactly(KeyRecord.place(who.principal())))),
        this::perform,
        // Keys are no memory: KeyService keeps to the reach, and ownership is checked below.
        _ -> List.of());
  }

  private Reply perform(Allow allow, OwnRequest request) {
    Principal self = allow.identity().principal();
    return switch (request) {
      case ListKeys _ -> list(keys.listOf(allow, self));
      case MintKey(KeyWish wish) ->
          minted(
              keys.mint(allow, new NewKey(self, wish.name(), wish.description(), wish.ceiling())));
      case RevokeKey(String id, var reason) ->
          keys.show(allow, id)
              // Services and admins keep their keys in one place.
              .filter(key -> key.principal().equals(self))
              .flatMap(_ -> keys.revoke(allow, id, reason.orElse(BY_OWNER)))
              .map(key -> Reply.json(200, KeyJson.of(key)))
              .orElse(UNKNOWN_KEY);
    };
  }

  private static Reply minted(Minting minting) {
    return switch (minting) {
      case Minting.Minted(var key, var text, _) -> Reply.json(201, KeyJson.of(key, text));
      case Minting.NotWithin(String reason) ->
          ProblemReply.of(403, "not-within", "Not yours to give", reason);
      // Deleted since the request began.
      case Minting.UnfitText(String reason) -> ProblemReply.of(409, "the text " + reason);
      case Minting.OwnerDeleted _ -> ProblemReply.unauthenticated(Refusal.DISABLED_PRINCIPAL);
    };
  }

  private static Reply list(List<KeyRecord> keys) {
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("keys");
    keys.forEach(key -> array.add(KeyJson.of(key)));
    return Reply.json(200, body);
  }
}
