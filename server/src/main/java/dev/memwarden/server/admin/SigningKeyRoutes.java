package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.handshake.SigningKeys;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Wire;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/signing-keys`: the keys that sign working tokens; never the keys themselves.
final class SigningKeyRoutes {
  private static final String PATH = "/admin/v1/signing-keys";
  private static final String ROTATE = PATH + "/rotate";
  private static final String AT_ONCE = "at_once";

  private final SigningKeys signing;
  private final AuthorityListener listener;
  private final WholeServer server;

  SigningKeyRoutes(SigningKeys signing, AuthorityListener listener, WholeServer server) {
    this.server = server;
    this.signing = signing;
    this.listener = listener;
  }

  private record Rotate(boolean atOnce) {}

  List<Route> routes() {
    return List.of(
        AdminRoute.ofTenant(
            SigningKeyOperations.LIST,
            Action.KEYS_MANAGE,
            Method.GET,
            PATH,
            AdminWire.ofNothing(PATH),
            server.only((_, _) -> list())),
        AdminRoute.ofTenant(
            SigningKeyOperations.ROTATE,
            Action.KEYS_MANAGE,
            Method.POST,
            ROTATE,
            new AdminWire<>((_, call) -> read(call), SigningKeyRoutes::write),
            server.only(this::rotate)));
  }

  private Reply list() {
    ArrayNode all = Json.array();
    signing.published().forEach(shown -> all.add(json(shown)));
    return Replies.ok(all);
  }

  private Reply rotate(Allow allow, Rotate request) {
    String by = allow.identity().principal() + " by " + allow.identity().credential().id();
    if (!request.atOnce()) {
      return Replies.ok(json(signing.rotate(by)));
    }
    try {
      return Replies.ok(json(signing.replace(by)));
    } finally {
      listener.invalidateAll();
    }
  }

  private static ObjectNode json(SigningKeys.Shown shown) {
    return Json.object()
        .put("id", shown.key().id())
        .put("state", shown.state().name().toLowerCase(Locale.ROOT))
        .put("created_at", shown.createdAt().toString())
        .put("signs_from", shown.signsFrom().toString());
  }

  private static Decoded<Rotate> read(Call call) {
    BodyFields fields = BodyFields.of(call);
    return AdminWire.decoded(fields, new Rotate(fields.flag(AT_ONCE)));
  }

  private static Wire.Encoded write(Rotate request) {
    ObjectNode body = Json.object();
    if (request.atOnce()) {
      body.put(AT_ONCE, true);
    }
    return AdminWire.encoded(ROTATE, body);
  }
}
