package dev.memwarden.server.oauth;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.handshake.Handshake;
import dev.memwarden.auth.handshake.IssuedTokens;
import dev.memwarden.auth.handshake.Outcome;
import dev.memwarden.auth.limit.Admission;
import dev.memwarden.server.http.Client;
import dev.memwarden.server.http.Form;
import dev.memwarden.server.http.Presented;
import dev.memwarden.server.http.Traded;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `POST /oauth/token` (RFC 6749 §3.2): a key or a refresh token for the next pair of tokens. What
/// is asked for is judged before who asks.
final class TokenEndpoint {
  private static final String NOT_IN_BODY =
      "Parameters come in the body, each once, as application/x-www-form-urlencoded.";

  private final Handshake handshake;
  private final IssuedTokens issued;
  private final Supplier<Optional<String>> issuer;

  TokenEndpoint(Handshake handshake, IssuedTokens issued, Supplier<Optional<String>> issuer) {
    this.handshake = handshake;
    this.issued = issued;
    this.issuer = issuer;
  }

  Traded answer(Presented presented) {
    Optional<Form> form = form(presented);
    if (form.isEmpty()) {
      return done(OAuthError.INVALID_REQUEST, NOT_IN_BODY);
    }
    return switch (form.get().value("grant_type").orElse("")) {
      case "client_credentials" -> checked(presented, form.get(), this::byKey);
      case "refresh_token" -> checked(presented, form.get(), this::byRefreshToken);
      case "" -> done(OAuthError.INVALID_REQUEST, "The parameter grant_type is missing.");
      default ->
          done(
              OAuthError.UNSUPPORTED_GRANT_TYPE,
              "Grant types are client_credentials and refresh_token.");
    };
  }

  /// The parameters of a request, which are all in its body.
  static Optional<Form> form(Presented presented) {
    return presented.call().query().isEmpty()
        ? Form.parse(presented.call().body())
        : Optional.empty();
  }

  static Traded malformed() {
    return done(OAuthError.INVALID_REQUEST, NOT_IN_BODY);
  }

  private interface ByGrant {
    Traded answer(Presented presented, Form form, Optional<Set<Action>> wanted);
  }

  private Traded checked(Presented presented, Form form, ByGrant grant) {
    Optional<String> resource = form.value("resource");
    if (resource.filter(wanted -> !issuer.get().equals(Optional.of(wanted))).isPresent()) {
      return done(OAuthError.INVALID_TARGET, "Tokens are for this server only.");
    }
    Optional<String> scope = form.value("scope");
    Optional<Set<Action>> wanted = scope.flatMap(Scopes::parse);
    if (scope.isPresent() && wanted.isEmpty()) {
      return done(OAuthError.INVALID_SCOPE, "The scope has a word that is no action.");
    }
    return grant.answer(presented, form, wanted);
  }

  private Traded byKey(Presented presented, Form form, Optional<Set<Action>> wanted) {
    return switch (ClientAuthentication.of(presented, form)) {
      case ClientAuthentication.Confidential(Client(String id, Secret key)) ->
          switch (handshake.open(
              key, Optional.of(id), wanted, presented.call().from(), presented.limits())) {
            case Outcome.Granted(var grant) -> new Traded.Done(GrantJson.reply(grant));
            case Outcome.ScopeExceeded _ -> scopeExceeded();
            case Outcome.TooOften(Admission.Exceeded limit) -> new Traded.TooOften(limit);
            case Outcome.Denied(Refusal why) -> invalidClient(why);
          };
      case ClientAuthentication.Public _ -> invalidClient(Refusal.NO_CREDENTIAL);
      case ClientAuthentication.Bearer _ -> invalidClient(Refusal.UNREADABLE_CREDENTIAL);
      case ClientAuthentication.Several _ -> several();
    };
  }

  private Traded byRefreshToken(Presented presented, Form form, Optional<Set<Action>> wanted) {
    Optional<Secret> token = form.value("refresh_token").map(Secret::of);
    if (token.isEmpty()) {
      return done(OAuthError.INVALID_REQUEST, "The parameter refresh_token is missing.");
    }
    return switch (ClientAuthentication.of(presented, form)) {
      case ClientAuthentication.Confidential(Client(String id, Secret key)) ->
          // A client that shows its key has to show the right one.
          issued.client(id, key, presented.call().from()) instanceof Refused(Refusal why)
              ? invalidClient(why)
              : refreshed(presented, token.get(), Optional.of(id), wanted);
      case ClientAuthentication.Public(Optional<String> id) ->
          refreshed(presented, token.get(), id, wanted);
      case ClientAuthentication.Bearer _ -> invalidClient(Refusal.UNREADABLE_CREDENTIAL);
      case ClientAuthentication.Several _ -> several();
    };
  }

  private Traded refreshed(
      Presented presented, Secret token, Optional<String> client, Optional<Set<Action>> wanted) {
    return switch (handshake.refresh(
        token, client, wanted, presented.call().from(), presented.limits())) {
      case Outcome.Granted(var grant) -> new Traded.Done(GrantJson.reply(grant));
      case Outcome.ScopeExceeded _ -> scopeExceeded();
      case Outcome.TooOften(Admission.Exceeded limit) -> new Traded.TooOften(limit);
      case Outcome.Denied(Refusal why) ->
          new Traded.Refused(
              why, OAuthError.INVALID_GRANT.reply("The refresh token does not work."));
    };
  }

  static Traded invalidClient(Refusal why) {
    return new Traded.Refused(
        why, OAuthError.INVALID_CLIENT.reply("The client is unknown, or did not prove who it is."));
  }

  static Traded several() {
    return new Traded.Refused(
        Refusal.CONFLICTING_CREDENTIALS,
        OAuthError.INVALID_REQUEST.reply("The client says in several ways who it is."));
  }

  private static Traded scopeExceeded() {
    return done(OAuthError.INVALID_SCOPE, "The scope goes beyond what may be given.");
  }

  static Traded done(OAuthError error, String description) {
    return new Traded.Done(error.reply(description));
  }
}
