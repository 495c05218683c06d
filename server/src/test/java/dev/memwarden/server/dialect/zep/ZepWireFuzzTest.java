package dev.memwarden.server.dialect.zep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.RequestTarget;
import dev.memwarden.server.http.Wire;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in path, query and body: it is refused with reasons, or it means one thing
/// within the caller's tenant, and can be sent on as it was understood.
class ZepWireFuzzTest {

  private record Subject<Q>(Wire<Q> wire, Function<Q, List<Demand>> demands) {}

  private static final List<Subject<?>> SUBJECTS =
      List.of(
          new Subject<>(new PageRequest.OnWire(OneSession.PATH), PageRequest::demands),
          new Subject<>(new NewSession.OnWire(), NewSession::demands),
          new Subject<>(new OneSession.OnWire("/memory"), OneSession::toDelete),
          new Subject<>(new SessionPatch.OnWire(), SessionPatch::demands),
          new Subject<>(new MemoryRequest.OnWire(), MemoryRequest::demands),
          new Subject<>(new NewMemory.OnWire(), NewMemory::demands),
          new Subject<>(new MessagesRequest.OnWire(), MessagesRequest::demands),
          new Subject<>(new OneMessage.OnWire(), OneMessage::demands),
          new Subject<>(new MessagePatch.OnWire(), MessagePatch::demands),
          new Subject<>(new SessionSearch.OnWire(), SessionSearch::demands),
          new Subject<>(new OneUser.OnWire("/sessions"), OneUser::toDelete),
          new Subject<>(new UserRequest.Added(), UserRequest::toAdd),
          new Subject<>(new UserRequest.Changed(), UserRequest::toChange));

  static Stream<byte[]> seeds() {
    return Stream.of(
            "\n\n",
            "?\n/\n{\"session_id\": \"/\"}",
            "?limit=0\ns1\n",
            "?limit=7&cursor=1000000\ns1\n{}",
            "?cursor=%2B3\n"
                + "-\n"
                + "{\"session_id\": \"s1\", \"user_id\": \"bob\", \"metadata\": {\"a\": 1}}",
            "?cursor=-3\n*\n{\"session_id\": \"\"}",
            "?limit=\nx\n{\"metadata\": {\"system\": {}, \"a\": {\"b\": [1]}}, \"token_count\": 3}",
            "?limit=0000000000000000000000007\nx\n[]",
            "?limit=99999999999999999999\nx\n{",
            "?limit=1&limit=01\nx\n{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {}]}",
            "?lastn=4\n0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11\n{\"messages\": [{\"uuid\":"
                + " \"0B8F6A1E-6c1c-4a52-9d57-3f2f7c0f9a11\", \"metadata\": {}}]}",
            "?cursor=+3&user_id=bob\n"
                + "x\n"
                + "{\"user_id\": \"alice\", \"email\": \"\", \"metadata\": {}}",
            "\ns1\n{\"text\": \"tea\", \"search_type\": \"mmr\", \"mmr_lambda\": 0.25}",
            "\n"
                + "s1\n"
                + "{\"search_scope\": \"summary\", \"metadata\": {\"start_date\": \"2026-01-31\","
                + " \"end_date\": \"2026-11-22T12:00:00.5+01:00\", \"where\": {\"jsonpath\":"
                + " \"$.a\", \"and\": [{\"or\": [{\"jsonpath\": \"$ ? (@.b == 1)\"}]}, {\"and\":"
                + " []}]}}}")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_request_is_refused_or_means_one_thing(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split("\n", 3);
    if (parts.length < 3) {
      return;
    }
    String line = "/" + parts[1] + parts[0];
    // What a path can say is read from one: no id of a route holds a slash, for example.
    Optional<RequestTarget> target =
        RequestTarget.parse(new String(line.getBytes(UTF_8), ISO_8859_1));
    if (target.isEmpty() || target.get().segments().isEmpty()) {
      return;
    }
    String value = target.get().segments().getLast();
    Body body = Body.of(parts[2].getBytes(UTF_8));
    for (Subject<?> subject : SUBJECTS) {
      for (Principal.Kind kind : List.of(Principal.Kind.USER, Principal.Kind.SERVICE)) {
        meansOneThing(subject, identity(kind), target.get(), value, body);
      }
    }
  }

  private static <Q> void meansOneThing(
      Subject<Q> subject, Identity who, RequestTarget target, String value, Body body) {
    Map<String, String> path = new HashMap<>();
    List.of("session_id", "user_id", "message_uuid").forEach(name -> path.put(name, value));
    switch (subject.wire.decode(who, call(path, target, body))) {
      case Decoded.Malformed<Q>(var problems) -> assertThat(problems).isNotEmpty();
      case Decoded.Request<Q>(Q request) -> {
        assertThat(subject.demands.apply(request))
            .isNotEmpty()
            .allMatch(demand -> demand.box().tenant().equals(Extent.of("default")))
            .allMatch(demand -> who.ceiling().box().intersect(demand.box()).isPresent());
        Wire.Encoded sent = subject.wire.encode(request);
        RequestTarget again = RequestTarget.parse(sent.target()).orElseThrow();
        assertThat(subject.wire.decode(who, call(path, again, sent.body())))
            .isEqualTo(new Decoded.Request<>(request));
      }
    }
  }

  // For one agent, so that what a request leaves out is filled in.
  private static Identity identity(Principal.Kind kind) {
    return new Identity(
        new Principal(kind, Principal.DEFAULT_TENANT, "alice"),
        Set.of(),
        Ceiling.of(Action.MEMORY_AND_CHAT, Box.EVERYWHERE.with(Axis.AGENT, Extent.of("planner"))),
        new CredentialRef(CredentialRef.Kind.API_KEY, "k"));
  }

  private static Call call(Map<String, String> path, RequestTarget target, Body body) {
    return new Call(Method.POST, path, target.query(), body, InetAddress.getLoopbackAddress(), "r");
  }
}
