package dev.memwarden.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Whatever stands in a request: it is refused with reasons, or it means one thing within the
/// caller's tenant, and can be sent on as it was understood.
///
/// @param path of its route, such as `/v1/working-memory/{session_id}`
public record OneMeaning<Q>(
    String path, Wire<Q> wire, BiFunction<Identity, Q, List<Demand>> demands) {

  private static final List<Identity> CALLERS =
      List.of(
          identity(Principal.Kind.USER, Box.EVERYWHERE),
          identity(Principal.Kind.SERVICE, Box.EVERYWHERE),
          identity(
              Principal.Kind.USER,
              new Box(Extent.ANY, Extent.ANY, Extent.of("a"), Extent.ANY, Extent.of("n"))));

  /// One whose demands do not depend on who asks.
  public static <Q> OneMeaning<Q> of(String path, Wire<Q> wire, Function<Q, List<Demand>> demands) {
    return new OneMeaning<>(path, wire, (_, request) -> demands.apply(request));
  }

  /// Checks a target in the first line, and a body after it. The last segment of its path stands
  /// for each variable of the route, the others for nothing.
  ///
  /// @return for how many callers it means something
  public int check(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf('\n');
    Optional<RequestTarget> target = RequestTarget.parse(end < 0 ? text : text.substring(0, end));
    if (target.isEmpty() || target.get().segments().isEmpty()) {
      return 0;
    }
    Body body = Body.of((end < 0 ? "" : text.substring(end + 1)).getBytes(ISO_8859_1));
    String value = target.get().segments().getLast();
    Call call = call(target.get(), _ -> value, body);
    return (int) CALLERS.stream().filter(who -> meansOneThing(who, call)).count();
  }

  private boolean meansOneThing(Identity who, Call call) {
    return switch (wire.decode(who, call)) {
      case Decoded.Malformed<Q>(var problems) -> {
        assertThat(problems).isNotEmpty();
        yield false;
      }
      case Decoded.Request<Q>(var request) -> {
        // No wire names an agent: it is the one that the caller's credential is for.
        Box agents = Box.EVERYWHERE.narrowed(Axis.AGENT, who.pinned(Axis.AGENT));
        assertThat(demands.apply(who, request))
            .isNotEmpty()
            .allMatch(demand -> demand.box().tenant().equals(Extent.of("default")))
            .allMatch(demand -> demand.box().intersect(agents).isPresent());
        Wire.Encoded encoded = wire.encode(request);
        RequestTarget again = RequestTarget.parse(encoded.target()).orElseThrow();
        assertThat(wire.decode(who, call(again, again.segments()::get, encoded.body())))
            .isEqualTo(new Decoded.Request<>(request));
        yield true;
      }
    };
  }

  private Call call(RequestTarget target, IntFunction<String> segment, Body body) {
    Map<String, String> variables = new HashMap<>();
    String[] steps = path.substring(1).split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      if (steps[i].startsWith("{")) {
        variables.put(steps[i].substring(1, steps[i].length() - 1), segment.apply(i));
      }
    }
    return new Call(
        Method.POST, variables, target.query(), body, InetAddress.getLoopbackAddress(), "r");
  }

  private static Identity identity(Principal.Kind kind, Box box) {
    return new Identity(
        new Principal(kind, Principal.DEFAULT_TENANT, "alice"),
        Set.of(),
        Ceiling.of(Action.MEMORY_AND_CHAT, box),
        new CredentialRef(CredentialRef.Kind.API_KEY, "k"));
  }
}
