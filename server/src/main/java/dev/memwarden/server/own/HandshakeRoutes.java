package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.handshake.Handshake;
import dev.memwarden.auth.handshake.IssuedTokens;
import dev.memwarden.auth.handshake.Outcome;
import dev.memwarden.auth.limit.Admission;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Presented;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Traded;
import dev.memwarden.server.oauth.GrantJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `/auth/jwt-auth`, `/auth/jwt-refresh` and `/auth/logout`: a key for tokens, tokens for the next
/// ones, and the end of all of them.
public final class HandshakeRoutes {
  private static final Reply EXCEEDED =
      ProblemReply.of(
          403, "not-within", "Not yours to give", "the scope goes beyond what you may do");
  private static final Reply LOGGED_OUT = Reply.json(200, Json.object().put("logged_out", true));

  private final Handshake handshake;
  private final IssuedTokens issued;

  public HandshakeRoutes(Handshake handshake, IssuedTokens issued) {
    this.handshake = handshake;
    this.issued = issued;
  }

  List<Route> routes() {
    return List.of(
        route("/auth/jwt-auth", HandshakeOperations.AUTH, this::open),
        route("/auth/jwt-refresh", HandshakeOperations.REFRESH, this::refresh),
        route("/auth/logout", HandshakeOperations.LOGOUT, this::logOut));
  }

  private static Route route(String path, Operation operation, Function<Presented, Traded> answer) {
    return new Route.Trade(Match.of(Method.POST, path), operation, Route.Shows.CREDENTIAL, answer);
  }

  private Traded open(Presented presented) {
    return read(
        presented,
        HandshakeBody.SCOPE_ALONE,
        body ->
            shown(
                presented.credential(),
                body,
                (key, wanted) ->
                    handshake.open(
                        key,
                        Optional.empty(),
                        wanted,
                        presented.call().from(),
                        presented.limits())));
  }

  private Traded refresh(Presented presented) {
    return read(
        presented,
        HandshakeBody.WITH_TOKEN,
        body ->
            shown(
                presented.credential(),
                body,
                (token, wanted) ->
                    handshake.refresh(
                        token,
                        Optional.empty(),
                        wanted,
                        presented.call().from(),
                        presented.limits())));
  }

  private Traded logOut(Presented presented) {
    return read(
        presented,
        HandshakeBody.TOKEN_ALONE,
        body ->
            switch (Shown.of(presented.credential(), body.token())) {
              case Shown.Nothing(Refusal why) -> refused(why);
              case Shown.Text(Secret token) ->
                  issued.logOut(token) ? new Traded.Done(LOGGED_OUT) : refused(Refusal.UNKNOWN_KEY);
            });
  }

  private static Traded read(
      Presented presented, Set<String> fields, Function<HandshakeBody, Traded> answer) {
    HandshakeBody body = HandshakeBody.read(presented.call().body(), fields);
    List<Problem> problems = body.problems();
    return problems.isEmpty()
        ? answer.apply(body)
        : new Traded.Done(ProblemReply.malformed(problems));
  }

  private interface Wish {
    Outcome of(Secret shown, Optional<Set<Action>> wanted);
  }

  private static Traded shown(Credential credential, HandshakeBody body, Wish wish) {
    return switch (Shown.of(credential, body.token())) {
      case Shown.Nothing(Refusal why) -> refused(why);
      case Shown.Text(Secret text) ->
          switch (wish.of(text, body.scope())) {
            case Outcome.Granted(var grant) -> new Traded.Done(GrantJson.reply(grant));
            case Outcome.ScopeExceeded _ -> new Traded.Done(EXCEEDED);
            case Outcome.Denied(Refusal why) -> refused(why);
            case Outcome.TooOften(Admission.Exceeded limit) -> new Traded.TooOften(limit);
          };
    };
  }

  private static Traded refused(Refusal why) {
    return new Traded.Refused(why, ProblemReply.unauthenticated(why));
  }

  /// The one thing that a caller shows: a key or a token, in a header or in the body.
  private sealed interface Shown {

    record Text(Secret text) implements Shown {}

    record Nothing(Refusal why) implements Shown {}

    static Shown of(Credential credential, Optional<Secret> inBody) {
      return switch (credential) {
        case Credential.ApiKey(Secret text) -> one(text, inBody);
        case Credential.Bearer(Secret text) -> one(text, inBody);
        case Credential.Conflicting _ -> new Nothing(Refusal.CONFLICTING_CREDENTIALS);
        case Credential.Unreadable _ -> new Nothing(Refusal.UNREADABLE_CREDENTIAL);
        case Credential.None _ ->
            inBody.<Shown>map(Text::new).orElseGet(() -> new Nothing(Refusal.NO_CREDENTIAL));
      };
    }

    private static Shown one(Secret text, Optional<Secret> inBody) {
      return inBody.filter(other -> !other.matches(text)).isPresent()
          ? new Nothing(Refusal.CONFLICTING_CREDENTIALS)
          : new Text(text);
    }
  }
}
