package dev.memwarden.server.oauth;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.handshake.Handshake;
import dev.memwarden.auth.handshake.IssuedTokens;
import dev.memwarden.auth.handshake.SigningKeys;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Presented;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Traded;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// `/oauth/*` and `/.well-known/*`.
public final class OAuthDialect implements Dialect {
  static final String TOKEN = "/oauth/token";
  static final String REVOKE = "/oauth/revoke";
  static final String INTROSPECT = "/oauth/introspect";
  static final String KEYS = "/.well-known/jwks.json";
  private static final String SERVER = "/.well-known/oauth-authorization-server";
  private static final String RESOURCE = "/.well-known/oauth-protected-resource";

  private final TokenEndpoint token;
  private final IssuedEndpoints issuedTokens;
  private final Discovery discovery;
  private final Supplier<Optional<String>> issuer;

  /// @param issuer this server's name in tokens; empty as long as it does not know it
  /// @param callers judges credentials as all other routes do
  public OAuthDialect(
      Handshake handshake,
      IssuedTokens issued,
      SigningKeys signing,
      Supplier<Optional<String>> issuer,
      BiFunction<Credential, InetAddress, Authentication> callers) {
    this.token = new TokenEndpoint(handshake, issued, issuer);
    this.issuedTokens = new IssuedEndpoints(issued, callers, issuer);
    this.discovery = new Discovery(signing, issuer);
    this.issuer = issuer;
  }

  /// Where the metadata of a server are that has this name: the path of the name comes behind (RFC
  /// 9728 §3.1).
  public static String metadata(String issuer) {
    URI name = URI.create(issuer);
    return name.getScheme() + "://" + name.getRawAuthority() + RESOURCE + name.getRawPath();
  }

  @Override
  public String name() {
    return "oauth";
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "OAuth",
        "Keys traded for short-lived tokens, as OAuth 2.0 clients do it. The client id is the id of a"
            + " key, the client secret the key itself.",
        OAuthError.SCHEMA,
        OAuthError.SCHEMA);
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(trade(TOKEN, OAuthOperations.TOKEN, Route.Shows.CLIENT, token::answer));
    routes.add(trade(REVOKE, OAuthOperations.REVOKE, Route.Shows.EITHER, issuedTokens::revoke));
    routes.add(
        trade(
            INTROSPECT, OAuthOperations.INTROSPECT, Route.Shows.EITHER, issuedTokens::introspect));
    routes.add(open(KEYS, OAuthOperations.KEYS, discovery::keys));
    routes.add(open(SERVER, OAuthOperations.SERVER, discovery::server));
    routes.add(open(RESOURCE, OAuthOperations.RESOURCE, discovery::resource));
    // A name with a path has its documents at the root of the host, with the path behind (RFC 8414
    // §3.1, RFC 9728 §3.1).
    String path = issuer.get().map(name -> URI.create(name).getPath()).orElse("");
    if (!path.isEmpty()) {
      routes.add(open(SERVER + path, OAuthOperations.SERVER_OF_PATH, discovery::server));
      routes.add(open(RESOURCE + path, OAuthOperations.RESOURCE_OF_PATH, discovery::resource));
    }
    return List.copyOf(routes);
  }

  private static Route trade(
      String path, Operation about, Route.Shows shows, Function<Presented, Traded> answer) {
    return new Route.Trade(Match.of(Method.POST, path), about, shows, answer);
  }

  private static Route open(String path, Operation about, Function<Call, Reply> answer) {
    return new Route.Open(Match.of(Method.GET, path), about, answer);
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return why == Refusal.CONFLICTING_CREDENTIALS
        ? ((Traded.Refused) TokenEndpoint.several()).reply()
        : ((Traded.Refused) TokenEndpoint.invalidClient(why)).reply();
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return OAuthError.reply(
        403, "insufficient_scope", "This needs an action that you may not take.");
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return OAuthError.INVALID_REQUEST.reply("The request makes no sense.");
  }

  @Override
  public Reply plain(int status, String message) {
    String word =
        switch (status) {
          case 429, 503 -> "temporarily_unavailable";
          case 500 -> "server_error";
          default -> "invalid_request";
        };
    return OAuthError.reply(status, word, message);
  }
}
