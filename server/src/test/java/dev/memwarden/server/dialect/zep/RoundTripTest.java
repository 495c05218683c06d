package dev.memwarden.server.dialect.zep;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.memwarden.server.http.RequestTarget;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Decoding what was encoded gives the same request, whatever is in it.
class RoundTripTest {
  private static final Identity SERVICE =
      new Identity(
          new Principal(Principal.Kind.SERVICE, Principal.DEFAULT_TENANT, "s"),
          Set.of(),
          Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
          new CredentialRef(CredentialRef.Kind.API_KEY, "k"));

  @ParameterizedTest
  @ValueSource(strings = {"", "?limit=0", "?limit=7&cursor=1000000", "?cursor=%2B3"})
  void decoded_again(String query) {
    var wire = new SessionsRequest.OnWire();
    SessionsRequest request = read(wire, "/p" + query);

    assertThat(read(wire, wire.encode(request).target())).isEqualTo(request);
  }

  private static SessionsRequest read(SessionsRequest.OnWire wire, String target) {
    Call call =
        new Call(
            Method.GET,
            Map.of(),
            RequestTarget.parse(target).orElseThrow().query(),
            Body.EMPTY,
            InetAddress.getLoopbackAddress(),
            "r");
    return switch (wire.decode(SERVICE, call)) {
      case Decoded.Request<SessionsRequest>(var request) -> request;
      case Decoded.Malformed<SessionsRequest> malformed -> throw new AssertionError(malformed);
    };
  }
}
