package dev.memwarden.server.oauth;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.handshake.Inspection;
import dev.memwarden.auth.handshake.IssuedTokens;
import dev.memwarden.auth.limit.Admission;
import dev.memwarden.server.http.Client;
import dev.memwarden.server.http.Form;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Presented;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Traded;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// `POST /oauth/revoke` (RFC 7009) and `POST /oauth/introspect` (RFC 7662), for callers who say who
/// they are. About tokens that are none of theirs they learn nothing.
final class IssuedEndpoints {
  private final IssuedTokens issued;
  private final BiFunction<Credential, InetAddress, Authentication> callers;
  private final Supplier<Optional<String>> issuer;

  /// @param callers judges credentials as all other routes do
  IssuedEndpoints(
      IssuedTokens issued,
      BiFunction<Credential, InetAddress, Authentication> callers,
      Supplier<Optional<String>> issuer) {
    this.issued = issued;
    this.callers = callers;
    this.issuer = issuer;
  }

  /// Ends a token; a hint at its type is not needed to find it.
  Traded revoke(Presented presented) {
    return aboutToken(
        presented,
        (who, token) -> {
          issued.revoke(who.credential().id(), token);
          return Reply.json(200, Json.object());
        });
  }

  Traded introspect(Presented presented) {
    return aboutToken(
        presented,
        (who, token) ->
            Reply.json(
                200,
                issued
                    .inspect(who, token)
                    .map(this::json)
                    .orElseGet(() -> Json.object().put("active", false))));
  }

  private ObjectNode json(Inspection inspection) {
    ObjectNode json = Json.object().put("active", true);
    issuer.get().ifPresent(name -> json.put("iss", name));
    json.put("client_id", inspection.client())
        .put("username", inspection.principal().id())
        .put("sub", inspection.subject())
        .put("scope", inspection.scope())
        .put("iat", inspection.issuedAt().getEpochSecond())
        .put("exp", inspection.expiresAt().getEpochSecond())
        .put("jti", inspection.id());
    if (inspection.isWorking()) {
      json.put("token_type", "Bearer");
      issuer.get().ifPresent(name -> json.put("aud", name));
    }
    return json;
  }

  private Traded aboutToken(Presented presented, BiFunction<Identity, Secret, Reply> answer) {
    Optional<Form> form = TokenEndpoint.form(presented);
    if (form.isEmpty()) {
      return TokenEndpoint.malformed();
    }
    Optional<Secret> token = form.get().value("token").map(Secret::of);
    if (token.isEmpty()) {
      return TokenEndpoint.done(OAuthError.INVALID_REQUEST, "The parameter token is missing.");
    }
    return asked(presented, form.get(), who -> new Traded.Done(answer.apply(who, token.get())));
  }

  private Traded asked(Presented presented, Form form, Function<Identity, Traded> answer) {
    return switch (ClientAuthentication.of(presented, form)) {
      case ClientAuthentication.Confidential(Client(String id, Secret key)) ->
          judged(
              presented,
              issued.client(id, key, presented.call().from()),
              answer,
              TokenEndpoint::invalidClient);
      case ClientAuthentication.Bearer(Credential credential) ->
          judged(
              presented,
              callers.apply(credential, presented.call().from()),
              answer,
              IssuedEndpoints::invalidToken);
      case ClientAuthentication.Public _ ->
          judged(
              presented,
              callers.apply(new Credential.None(), presented.call().from()),
              answer,
              TokenEndpoint::invalidClient);
      case ClientAuthentication.Several _ -> TokenEndpoint.several();
    };
  }

  private static Traded judged(
      Presented presented,
      Authentication caller,
      Function<Identity, Traded> answer,
      Function<Refusal, Traded> refused) {
    return switch (caller) {
      case Authenticated(Identity who) ->
          switch (presented.limits().admit(who, presented.call().from())) {
            case Admission.Exceeded limit -> new Traded.TooOften(limit);
            case Admission.Admitted _ -> answer.apply(who);
          };
      case Refused(Refusal why) -> refused.apply(why);
    };
  }

  /// To a caller who is no client of OAuth, and is challenged as everywhere else (RFC 7662 §2.3).
  private static Traded invalidToken(Refusal why) {
    return new Traded.Refused(
        why, OAuthError.reply(401, "invalid_token", "The key or token does not work."));
  }
}
