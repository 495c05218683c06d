package dev.memwarden.server.dialect.zep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.RequestTarget;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in the query: it is refused with reasons, or it means one thing within the
/// caller's tenant, and can be sent on as it was understood.
class ZepWireFuzzTest {
  private static final SessionsRequest.OnWire WIRE = new SessionsRequest.OnWire();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "?limit=0",
            "?limit=7&cursor=1000000",
            "?cursor=%2B3",
            "?cursor=-3",
            "?limit=",
            "?limit=0000000000000000000000007",
            "?limit=99999999999999999999",
            "?limit=1&limit=01",
            "?cursor=+3&user_id=bob")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_query_is_refused_or_means_one_thing(byte[] bytes) {
    Optional<RequestTarget> target = RequestTarget.parse("/p" + new String(bytes, ISO_8859_1));
    if (target.isEmpty()) {
      return;
    }
    for (Principal.Kind kind : List.of(Principal.Kind.USER, Principal.Kind.SERVICE)) {
      Identity who = identity(kind);
      switch (WIRE.decode(who, call(target.get()))) {
        case Decoded.Malformed<SessionsRequest>(var problems) -> assertThat(problems).isNotEmpty();
        case Decoded.Request<SessionsRequest>(var request) -> {
          assertThat(request.demands())
              .isNotEmpty()
              .allMatch(demand -> demand.box().tenant().equals(Extent.of("default")));
          assertThat(request.cursor()).isNotNegative();
          assertThat(request.limit().orElse(1)).isPositive();
          RequestTarget again = RequestTarget.parse(WIRE.encode(request).target()).orElseThrow();
          assertThat(WIRE.decode(who, call(again))).isEqualTo(new Decoded.Request<>(request));
        }
      }
    }
  }

  private static Identity identity(Principal.Kind kind) {
    return new Identity(
        new Principal(kind, Principal.DEFAULT_TENANT, "alice"),
        Set.of(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE),
        new CredentialRef(CredentialRef.Kind.API_KEY, "k"));
  }

  private static Call call(RequestTarget target) {
    return new Call(
        Method.GET, Map.of(), target.query(), Body.EMPTY, InetAddress.getLoopbackAddress(), "r");
  }
}
