package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Routes;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Administers in this process, for whoever the operating system lets at the data folder: the admin
/// `local` of the tenant that it names.
///
/// The default rules decide, not the policy text: who owns the folder is root in it, and must be
/// able to take back a policy that forbids everything to everybody.
public final class LocalAdmin implements Admin {
  private static final String LOCAL = "local";

  private final Dialect dialect;
  private final Routes routes;
  private final Policy policy;

  public LocalAdmin(AdminDialect dialect, InstantSource clock) {
    this.dialect = dialect;
    this.routes = Routes.of(List.of(dialect));
    this.policy = new Policy(List.of(), clock);
  }

  /// The admin `local` of `tenant`, through the control socket.
  ///
  /// @throws IllegalArgumentException if `tenant` is no [Axis] value
  public static Identity identity(String tenant) {
    return new Identity(
        new Principal(Principal.Kind.ADMIN, tenant, LOCAL),
        Set.of(),
        Ceiling.of(Action.ALL, Box.ofTenant(tenant)),
        new CredentialRef(CredentialRef.Kind.CONTROL_SOCKET, LOCAL));
  }

  /// Whether `who` came through the control socket. No credential on a port is of that kind.
  static boolean is(Identity who) {
    return who.credential().kind() == CredentialRef.Kind.CONTROL_SOCKET;
  }

  @Override
  public AdminReply ask(AdminRequest request) {
    Reply reply = reply(request);
    return new AdminReply(reply.status(), reply.json().orElseGet(Json::object));
  }

  private Reply reply(AdminRequest request) {
    if (!Axis.accepts(request.tenant())) {
      return dialect.plain(422, "the tenant is no id");
    }
    Optional<List<String>> segments = segments(request.path());
    if (segments.isEmpty()) {
      return dialect.plain(400, "the path is none");
    }
    return switch (routes.find(Optional.of(request.method()), segments.get())) {
      case Routes.Found.Hit(_, Route.Guarded<?> guarded, var values) ->
          guarded(guarded, identity(request.tenant()), call(request, values));
      case Routes.Found.Hit _, Routes.Found.NeedsSlash _, Routes.Found.Unknown _ ->
          dialect.plain(404, "no such path");
      case Routes.Found.WrongMethod _ -> dialect.plain(405, "no such method there");
    };
  }

  private <Q> Reply guarded(Route.Guarded<Q> route, Identity who, Call call) {
    return switch (route.wire().decode(who, call)) {
      case Decoded.Malformed(var problems) -> dialect.malformed(problems);
      case Decoded.Request(var request) ->
          switch (policy.decide(who, route.demands().apply(who, request))) {
            case Allow allow ->
                new Correlation(call.correlationId(), LOCAL, route.match().toString())
                    .during(() -> route.perform().apply(allow, request));
            case Deny deny -> dialect.forbidden(route, who, deny);
          };
    };
  }

  private static Call call(AdminRequest request, Map<String, String> values) {
    return new Call(
        request.method(),
        values,
        request.query().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
        request.body().map(document -> Body.of(Json.write(document))).orElse(Body.EMPTY),
        InetAddress.getLoopbackAddress(),
        LOCAL);
  }

  private static Optional<List<String>> segments(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    try {
      // A plus is a plus in a path.
      return Optional.of(
          Arrays.stream(path.substring(1).replace("+", "%2B").split("/", -1))
              .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
              .toList());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
