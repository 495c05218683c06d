package dev.memwarden.server.admin;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.handshake.FamilyService;
import dev.memwarden.auth.handshake.SigningKeys;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.KeyImport;
import dev.memwarden.auth.key.KeyService;
import dev.memwarden.auth.key.TenantService;
import dev.memwarden.auth.key.UserService;
import dev.memwarden.auth.policy.Policies;
import dev.memwarden.auth.policy.PolicyStore;
import dev.memwarden.auth.token.Issuer;
import dev.memwarden.auth.token.TokenRevocation;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.own.ProblemReply;
import dev.memwarden.stores.Stores;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything an administrator can do, as routes like those of any other wire. [LocalAdmin] reaches
/// all of them; the listener has those that are [#published].
public final class AdminDialect implements Dialect {

  /// Its name.
  public static final String NAME = "admin";

  /// What the admin key of a first start is called. It ends soon so that nobody forgets it: whoever
  /// rotates it takes charge of it, and its successor does not end by itself.
  public static final String FIRST_KEY = "first start";

  private final List<Route> routes;

  private AdminDialect(List<Route> routes) {
    this.routes = routes;
  }

  /// What there is to administer about tokens.
  ///
  /// @param listener hears when all of them end
  /// @param issuers whose tokens are taken
  public record Tokens(
      TokenRevocation revocation,
      FamilyService families,
      SigningKeys signing,
      AuthorityListener listener,
      List<Issuer> issuers) {
    public Tokens {
      issuers = List.copyOf(issuers);
    }
  }

  /// @param isReserved whether a text means something else already, so that it can be no key
  public AdminDialect(
      KeyService keys,
      UserService users,
      TenantService tenants,
      Policies policies,
      PolicyStore texts,
      Stores.Rebuild rebuild,
      Tokens tokens,
      KeyImport imports,
      Predicate<Secret> isReserved,
      AuditLog audit,
      AuditVerifier verifier,
      InstantSource clock) {
    WholeServer server = new WholeServer(tenants);
    this.routes =
        Stream.of(
                new KeyRoutes(keys, clock).routes(),
                new TokenRoutes(tokens.revocation()).routes(),
                new LoginRoutes(tokens.families()).routes(),
                new SigningKeyRoutes(tokens.signing(), tokens.listener(), server).routes(),
                new AuthTokenRoutes(keys, isReserved).routes(),
                new ImportRoutes(imports, isReserved).routes(),
                new UserRoutes(users).routes(),
                new TenantRoutes(tenants).routes(),
                new PolicyRoutes(policies, texts, server, clock).routes(),
                new IssuerRoutes(tokens.issuers()).routes(),
                new IndexRoutes(rebuild, server).routes(),
                new AuditRoutes(audit, verifier, server).routes())
            .flatMap(List::stream)
            .toList();
  }

  /// What of it the listener has: the routes that the documents have, too.
  public AdminDialect published() {
    return new AdminDialect(
        routes.stream().filter(route -> route.entry() instanceof Operation).toList());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Chapter chapter() {
    return new Chapter(
        "Administration",
        "What the command line does, for the admins of a tenant, and for whomever a policy lets.",
        ProblemReply.SCHEMA,
        ProblemReply.SCHEMA);
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return ProblemReply.unauthenticated(why);
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return Replies.problem(403, "not allowed: " + denial.unmet().action().word());
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return Replies.problem(
        422, problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
  }

  @Override
  public Reply plain(int status, String message) {
    return Replies.problem(status, message);
  }
}
