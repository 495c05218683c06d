package dev.memwarden.server.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.http.Wire;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is wished for as a new key: it is refused with reasons, or can be sent on as it was
/// understood.
class OwnWireFuzzTest {
  private static final OwnWire WIRE =
      new OwnWire(InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
  private static final Identity ALICE =
      new Identity(
          new Principal(Principal.Kind.USER, "default", "alice"),
          Set.of(),
          Ceiling.of(Action.ALL, Box.EVERYWHERE),
          new CredentialRef(CredentialRef.Kind.API_KEY, "key-of-alice"));

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "{}",
            "[]",
            "{\"name\":\"laptop\",\"description\":\"\u00e4\",\"actions\":[\"memory:read\",\"chat\"],"
                + "\"box\":{\"agent\":\"planner\",\"label\":null},\"networks\":[\"10.0.0.0/8\",\"::1/128\"],"
                + "\"not_before\":\"2027-01-31T12:00:00.5+01:00\",\"expires_in\":\"30d\"}",
            "{\"expires_at\":\"9999-12-31T23:59:59.999999999Z\"}",
            "{\"expires_at\":\"+1000000000-12-31T23:59:59Z\",\"expires_in\":\"999999999d\"}",
            "{\"not_before\":\"1969-12-31T23:59:59Z\",\"actions\":[],\"box\":[],\"networks\":\"x\"}",
            "{\"not_before\":\"2027-01-01T00:00:00Z\",\"expires_at\":\"2026-01-01T00:00:00Z\"}",
            "{\"actions\":[\"memory:*\",\"*\",7],\"user\":\"bob\",\"box\":{\"user\":\"bob\",\"x\":1}}",
            "{\"networks\":[\"010.0.0.1\",\"::ffff:1.2.3.4/96\",\"localhost\"]}")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_wish_is_refused_or_means_one_thing(byte[] bytes) {
    switch (WIRE.decode(ALICE, call(Body.of(bytes)))) {
      case Decoded.Malformed<OwnRequest>(var problems) -> {
        assertThat(problems).isNotEmpty();
        assertThat(Json.parse(ProblemReply.malformed(problems).bytes()))
            .isInstanceOf(Parsed.Value.class);
      }
      case Decoded.Request<OwnRequest> request -> {
        Wire.Encoded encoded = WIRE.encode(request.value());
        assertThat(encoded.target()).isEqualTo("/auth/keys");
        assertThat(WIRE.decode(ALICE, call(encoded.body()))).isEqualTo(request);
      }
    }
  }

  private static Call call(Body body) {
    return new Call(
        Method.POST, Map.of(), Map.of(), body, InetAddress.getLoopbackAddress(), "test");
  }
}
