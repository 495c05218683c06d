package dev.memwarden.server.dialect.redisams;

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
class RedisAmsWireFuzzTest {
  private static final SessionsWire WIRE = new SessionsWire();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "?user_id=a%20b%26c&namespace=%2A%E6%BC%A2",
            "?limit=100&offset=1000000",
            "?limit=0",
            "?limit=007&limit=7",
            "?offset=-0",
            "?offset=999999999999",
            "?namespace=%25&offset=0",
            "?user_id=&user_id=bob",
            "?user_id=*&limit=1&limit=1")
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
          assertThat(request.limit()).isBetween(1, 100);
          assertThat(request.offset()).isNotNegative();
          assertThat(request.user().isPresent() || kind == Principal.Kind.SERVICE).isTrue();
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
