package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Method;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/// Requests as the wire reads them, without a server.
final class OwnRequests {
  private static final Identity ALICE =
      new Identity(
          new Principal(Principal.Kind.USER, Principal.DEFAULT_TENANT, "alice"),
          Set.of(),
          Ceiling.of(Action.ALL, Box.EVERYWHERE),
          new CredentialRef(CredentialRef.Kind.API_KEY, "k"));

  private OwnRequests() {}

  /// @throws AssertionError if the body makes no sense
  static OwnRequest mint(OwnWire wire, byte[] body) {
    Call call =
        new Call(
            Method.POST,
            Map.of(),
            Map.of(),
            Body.of(body),
            InetAddress.getLoopbackAddress(),
            "r-1");
    return switch (wire.decode(ALICE, call)) {
      case Decoded.Request<OwnRequest>(OwnRequest request) -> request;
      case Decoded.Malformed<OwnRequest>(var problems) -> throw new AssertionError(problems);
    };
  }
}
