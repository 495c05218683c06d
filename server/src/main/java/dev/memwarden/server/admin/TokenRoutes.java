package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.TokenRevocation;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Optional;

/// `/admin/v1/tokens/revoke`: ends a single token. In the body, as a token in a path would be in
/// logs.
final class TokenRoutes {
  private static final String REVOKE = "/admin/v1/tokens/revoke";

  private final TokenRevocation revocation;

  TokenRoutes(TokenRevocation revocation) {
    this.revocation = revocation;
  }

  private record Revoke(Secret token, String reason) {}

  List<Route> routes() {
    return List.of(
        AdminRoute.ofPrincipals(
            TokenOperations.REVOKE,
            Action.KEYS_MANAGE,
            Method.POST,
            REVOKE,
            new AdminWire<>((_, call) -> read(call), TokenRoutes::write),
            this::revoke));
  }

  private Reply revoke(Allow allow, Revoke request) {
    return revocation
        .revoke(allow, request.token(), request.reason())
        .map(id -> Replies.ok(Json.object().put("id", id).put("revoked_reason", request.reason())))
        .orElseGet(
            () -> Replies.problem(404, "that is no token that is taken here, nor the id of one"));
  }

  private static Decoded<Revoke> read(Call call) {
    BodyFields fields = BodyFields.of(call);
    Optional<String> token = fields.text("token").filter(text -> !text.isEmpty());
    if (token.isEmpty()) {
      fields.wrong("token", "must be a token or its id");
    }
    String reason = fields.reason("revoked by an admin");
    return AdminWire.decoded(fields, new Revoke(Secret.of(token.orElse("")), reason));
  }

  private static Wire.Encoded write(Revoke request) {
    return AdminWire.encoded(
        REVOKE,
        Json.object().put("token", request.token().revealText()).put("reason", request.reason()));
  }
}
