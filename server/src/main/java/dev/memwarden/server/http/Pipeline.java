package dev.memwarden.server.http;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Decision;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.AddressLimit;
import dev.memwarden.auth.limit.Admission;
import dev.memwarden.auth.limit.AtOnce;
import dev.memwarden.auth.limit.Usage;
import dev.memwarden.auth.signature.Verdict;
import dev.memwarden.server.http.Routes.Found;
import dev.memwarden.server.http.Stage.Answered;
import dev.memwarden.server.http.Stage.Brought;
import dev.memwarden.server.http.Stage.Delayed;
import dev.memwarden.server.http.Stage.Exchange;
import dev.memwarden.server.http.Stage.Ready;
import dev.memwarden.server.http.Stage.Unjudged;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes a request to its reply, in the same order for every dialect: edge checks, route, one
/// credential, who that is, its limits, body, decoding, demands, policy, the route's work, the rows
/// it shows, the audit log.
///
/// In stages, so that a listener can answer from its event loop what memory can answer: [#start]
/// never blocks, [#judge] and [#finish] may. None of them throws.
public final class Pipeline {

  /// Largest body of a request that nobody had to authenticate for, in bytes.
  public static final int MAX_OPEN_BODY = 64 * 1024;

  /// Largest body that may come before anybody is known because it is signed itself, in bytes, if
  /// the server takes as much at all.
  public static final int MAX_SIGNED_BODY = 4 * 1024 * 1024;

  // What is known already is not asked for: so many of one address at once are guesses.
  private static final int JUDGEMENTS = 256;

  // Rounds up.
  private static final Duration ALMOST_A_SECOND = Duration.ofSeconds(1).minusNanos(1);

  private final Gate gate;
  private final Routes routes;
  private final PipelineConfig config;
  private final Challenges challenges;
  private final AuthEvents events;
  private final Audited audited;
  private final RequestIds ids;
  private final AtOnce judgements = new AtOnce(JUDGEMENTS);
  private final Watch watch;

  /// @throws IllegalArgumentException if two routes of `dialects` match the same requests
  public Pipeline(
      Gate gate, List<Dialect> dialects, PipelineConfig config, AuthEvents events, RequestIds ids) {
    this.gate = gate;
    this.routes = Routes.of(dialects);
    this.config = config;
    this.challenges = new Challenges(config.metadata());
    this.events = events;
    this.audited = events.audited();
    this.ids = ids;
    this.watch = new Watch(config.observer());
  }

  /// Answers a whole request on the calling thread. May block.
  public Reply answer(Received request) {
    Stage stage = start(request.head());
    if (stage instanceof Unjudged unjudged) {
      stage = judge(unjudged);
    }
    return switch (stage) {
      case Answered(Answer answer) -> answer.whole();
      case Delayed(Answer answer) -> answer.whole();
      case Ready ready when request.body().length() > ready.maxBody() -> tooLarge(ready).whole();
      case Ready ready ->
          switch (finish(ready, request.body())) {
            case Answered(Answer answer) -> answer.whole();
            case Delayed(Answer answer) -> answer.whole();
            case Unjudged _, Ready _ -> throw new IllegalStateException("finished, but not done");
          };
      case Unjudged _ -> throw new IllegalStateException("judged, but still unjudged");
    };
  }

  /// Whether that is a proxy whose word is taken, and so more than one client.
  boolean isProxy(InetAddress peer) {
    return config.proxies().trusts(peer);
  }

  /// How often one address may fail to authenticate.
  AddressLimit failures() {
    return config.failures();
  }

  /// Those whose word is taken.
  TrustedProxies proxies() {
    return config.proxies();
  }

  /// As far as memory alone can take it.
  Stage start(Head head) {
    long known = gate.known(); // before anybody is
    String id = ids.of(head.headers());
    Optional<Authority> host = Authority.of(head.headers());
    if (host.isEmpty()) {
      return refused(EdgeRefusal.BAD_HOST, head.target(), id);
    }
    Optional<Method> method = Method.of(head.method());
    Optional<Routes.Fixed> fixed = method.flatMap(one -> routes.fixed(one, head.target()));
    Optional<RequestTarget> target =
        fixed.map(Routes.Fixed::target).or(() -> RequestTarget.parse(head.target()));
    if (target.isEmpty()) {
      return refused(EdgeRefusal.BAD_TARGET, head.target(), id);
    }
    if (config.open() && !OpenModeGuard.admits(host.get(), head.headers())) {
      return refused(EdgeRefusal.NOT_LOCAL, head.target(), id);
    }
    Found found =
        fixed
            .<Found>map(Routes.Fixed::hit)
            .orElseGet(() -> routes.find(method, target.get().segments()));
    return switch (found) {
      case Found.Unknown _ -> refused(EdgeRefusal.NOT_FOUND, head.target(), id);
      case Found.NeedsSlash _ ->
          new Answered(watch.unrouted(Answer.of(slashed(head.target()), id)));
      case Found.WrongMethod(Set<Method> allowed) ->
          new Answered(wrongMethod(allowed, head.target(), id));
      case Found.Hit hit -> {
        InetAddress from = config.proxies().client(head.peer(), head.headers());
        Match match = hit.route().match();
        Exchange exchange =
            new Exchange(
                match.method(),
                target.get(),
                hit,
                from,
                id,
                watch.begins(hit, head, this::isProxy),
                known);
        yield exchange.told(
            switch (hit.route()) {
              case Route.Open _ -> unjudged(exchange, Optional.empty(), MAX_OPEN_BODY);
              case Route.Trade trade ->
                  unjudged(exchange, Optional.of(brought(head.headers())), maxBody(trade));
              case Route.Self _, Route.Guarded<?> _ ->
                  present(exchange, CredentialReader.read(head.headers()), head);
            });
      }
    };
  }

  private static Stage unjudged(Exchange exchange, Optional<Brought> brought, int maxBody) {
    return new Ready(exchange, Optional.empty(), Optional.empty(), brought, List.of(), maxBody);
  }

  private int maxBody(Route.Trade trade) {
    return switch (trade.shows()) {
      case CREDENTIAL, CLIENT, EITHER -> MAX_OPEN_BODY;
      case SIGNATURE -> Math.min(config.maxBody(), MAX_SIGNED_BODY);
    };
  }

  /// Asks the store who this is, and whether that is who has signed, if somebody had to. Once for
  /// each.
  Stage judge(Unjudged unjudged) {
    try {
      return unjudged.exchange().told(judgement(unjudged));
    } finally {
      judgements.end(unjudged.exchange().from());
    }
  }

  private Stage judgement(Unjudged unjudged) {
    Exchange exchange = unjudged.exchange();
    try {
      Authentication answer = gate.recognise(unjudged.credential(), exchange.from());
      return answer instanceof Authenticated(Identity who) && who.ceiling().signer().isPresent()
          ? signed(exchange, answer, config.signed().judge(who, unjudged.head()))
          : judged(exchange, answer, Optional.empty());
    } catch (Throwable fault) {
      // What could not be judged may be a guess, and has cost as much as one.
      Answer unknown = Faults.answer(fault, exchange);
      return config.failures().count(exchange.from()).isPresent()
          ? new Delayed(unknown)
          : new Answered(unknown);
    }
  }

  private Stage signed(Exchange exchange, Authentication answer, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Genuine genuine -> judged(exchange, answer, Optional.of(genuine));
      case Verdict.Rejected(Refusal why) -> unauthenticated(exchange, why);
    };
  }

  private static Brought brought(Headers headers) {
    return new Brought(headers, CredentialReader.read(headers), ClientReader.read(headers));
  }

  /// Does what the route does.
  ///
  /// @return an answer, which may have to wait
  Stage finish(Ready ready, Body body) {
    Stage done = done(ready, body);
    return ready
        .exchange()
        .told(
            done instanceof Answered(Answer answer)
                ? new Answered(answer.limited(ready.limits()))
                : done);
  }

  private Stage done(Ready ready, Body body) {
    Exchange exchange = ready.exchange();
    String id = exchange.correlationId();
    try {
      Call call = call(exchange, body);
      return switch (exchange.hit().route()) {
        case Route.Open open -> new Answered(Answer.forAll(open.answer().apply(call), id));
        case Route.Self self -> new Answered(shown(self, ready.identity().orElseThrow(), id));
        case Route.Trade trade -> trade(trade, ready.brought().orElseThrow(), exchange, call);
        case Route.Guarded<?> _ when !ready.isAsSigned(body) ->
            unauthenticated(exchange, Refusal.WRONG_DIGEST);
        case Route.Guarded<?> guarded ->
            // Its body may have taken long to come.
            switch (gate.again(ready.identity().orElseThrow(), exchange.known())) {
              case Refused(Refusal why) -> unauthenticated(exchange, why);
              case Authenticated(Identity who) ->
                  new Answered(perform(guarded, who, exchange, call));
            };
      };
    } catch (Throwable fault) {
      return new Answered(Faults.answer(fault, exchange));
    }
  }

  private static Call call(Exchange exchange, Body body) {
    return new Call(
        exchange.method(),
        exchange.hit().values(),
        exchange.target().query(),
        body,
        exchange.from(),
        exchange.correlationId());
  }

  private Answer shown(Route.Self self, Identity who, String id) {
    audited.shownItself(who, self.match());
    return Answer.of(self.answer().apply(who), id);
  }

  private Stage trade(Route.Trade trade, Brought brought, Exchange exchange, Call call) {
    String id = exchange.correlationId();
    Presented presented =
        new Presented(
            call, brought.fields(), brought.credential(), brought.client(), config.limits());
    return switch (audited.correlated(exchange, () -> trade.trade().apply(presented))) {
      case Traded.Done(Reply reply) -> new Answered(Answer.of(reply, id));
      case Traded.TooOften(Admission.Exceeded(Usage usage)) ->
          tooOften(exchange, Optional.empty(), usage);
      case Traded.Refused(Refusal why, Reply reply) -> {
        boolean challenged = reply.status() != 401 || reply.header("WWW-Authenticate").isPresent();
        yield refused(
            exchange,
            why,
            challenged
                ? Answer.of(reply, id)
                : Answer.refusal(reply, challenges.now().unauthenticated(why), id));
      }
    };
  }

  /// What a request gets that the listener does not take as far as a route.
  ///
  /// @param target as far as it is known
  Answer refuse(EdgeRefusal refusal, String target, Headers headers) {
    return refuse(refusal, target, ids.of(headers));
  }

  /// What a request gets that the listener gives up on its way to a route.
  Answer refuse(EdgeRefusal refusal, Ready ready) {
    Exchange exchange = ready.exchange();
    Reply reply = refusal.in(Optional.of(exchange.hit().dialect()));
    return exchange.told(Answer.of(reply, exchange.correlationId()).limited(ready.limits()));
  }

  /// What a body gets that is larger than allowed.
  Answer tooLarge(Ready ready) {
    Exchange exchange = ready.exchange();
    Reply reply = exchange.hit().dialect().plain(413, "Request body too large");
    return exchange.told(Answer.of(reply, exchange.correlationId()).limited(ready.limits()));
  }

  private Answer refuse(EdgeRefusal refusal, String target, String id) {
    return watch.unrouted(Answer.of(refusal.in(routes.dialectOf(target)), id));
  }

  private Stage refused(EdgeRefusal refusal, String target, String id) {
    return new Answered(refuse(refusal, target, id));
  }

  private Answer wrongMethod(Set<Method> allowed, String target, String id) {
    String methods = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
    Reply reply = EdgeRefusal.WRONG_METHOD.in(routes.dialectOf(target));
    return watch.unrouted(Answer.of(reply.withHeader("Allow", methods), id));
  }

  // Relative, as Host is not to be believed; and on this host, as no path begins with two slashes.
  private static Reply slashed(String target) {
    int query = target.indexOf('?');
    String location =
        query < 0 ? target + "/" : target.substring(0, query) + "/" + target.substring(query);
    return Reply.empty(307).withHeader("Location", location);
  }

  private Stage present(Exchange exchange, Credential credential, Head head) {
    try {
      Optional<Authentication> known = gate.ifCached(credential, exchange.from());
      if (known.isPresent()) {
        return judged(exchange, known.get(), Optional.empty());
      }
      return judgements.begin(exchange.from())
          ? new Unjudged(exchange, credential, head)
          : unlooked(exchange);
    } catch (Throwable fault) {
      return new Answered(Faults.answer(fault, exchange));
    }
  }

  private Stage judged(
      Exchange exchange, Authentication authentication, Optional<Verdict.Genuine> signature) {
    return switch (authentication) {
      case Refused(Refusal why) -> unauthenticated(exchange, why);
      case Authenticated(Identity identity)
          when !config.wires().admits(identity, exchange.hit().dialect().name()) ->
          unauthenticated(exchange, Refusal.FOREIGN_DIALECT);
      case Authenticated(Identity identity) -> {
        exchange.observed().authenticated();
        // Before anything of the body is read: who asks too often shall cost little.
        yield switch (config.limits().admit(identity, exchange.from())) {
          case Admission.Exceeded(Usage usage) -> tooOften(exchange, Optional.of(identity), usage);
          case Admission.Admitted(List<Usage> usages) ->
              admitted(exchange, identity, signature, config.limitFields().of(usages));
        };
      }
    };
  }

  private Stage admitted(
      Exchange exchange,
      Identity identity,
      Optional<Verdict.Genuine> signature,
      List<Reply.Header> limits) {
    return switch (exchange.hit().route()) {
      case Route.Self self ->
          new Answered(shown(self, identity, exchange.correlationId()).limited(limits));
      case Route.Open _, Route.Trade _, Route.Guarded<?> _ ->
          new Ready(
              exchange,
              Optional.of(identity),
              signature,
              Optional.empty(),
              limits,
              config.maxBody());
    };
  }

  private Stage tooOften(Exchange exchange, Optional<Identity> who, Usage usage) {
    exchange.observed().tooOften(usage.limit());
    events.tooOften(usage.limit(), who, exchange.correlation());
    Reply reply = EdgeRefusal.TOO_MANY_REQUESTS.in(Optional.of(exchange.hit().dialect()));
    return new Answered(
        Answer.of(reply, exchange.correlationId()).limited(config.limitFields().exceeded(usage)));
  }

  private Stage unauthenticated(Exchange exchange, Refusal why) {
    return refused(
        exchange,
        why,
        Answer.refusal(
            exchange.hit().dialect().unauthenticated(why),
            challenges.now().unauthenticated(why),
            exchange.correlationId()));
  }

  private Stage refused(Exchange exchange, Refusal why, Answer answer) {
    exchange.observed().refused(why);
    events.refused(why, exchange.correlation());
    return tooManyFailures(exchange, why)
        .<Stage>map(Delayed::new)
        .orElseGet(() -> new Answered(answer));
  }

  // Counts as a guess before anybody has looked.
  private Stage unlooked(Exchange exchange) {
    return new Delayed(
        late(exchange, config.failures().count(exchange.from()).orElse(ALMOST_A_SECOND)));
  }

  // Whoever presents nothing does not guess, and is told so at once however often.
  private Optional<Answer> tooManyFailures(Exchange exchange, Refusal why) {
    return why == Refusal.NO_CREDENTIAL
        ? Optional.empty()
        : config.failures().count(exchange.from()).map(wait -> late(exchange, wait));
  }

  private static Answer late(Exchange exchange, Duration wait) {
    Reply reply = EdgeRefusal.TOO_MANY_FAILURES.in(Optional.of(exchange.hit().dialect()));
    return Answer.of(
        reply.withHeader("Retry-After", Long.toString(wait.plus(ALMOST_A_SECOND).toSeconds())),
        exchange.correlationId());
  }

  private <Q> Answer perform(Route.Guarded<Q> route, Identity who, Exchange exchange, Call call) {
    return switch (route.wire().decode(who, call)) {
      case Decoded.Malformed<Q>(List<Problem> problems) ->
          Answer.of(exchange.hit().dialect().malformed(problems), exchange.correlationId());
      case Decoded.Request<Q>(Q request) -> {
        List<Demand> demands = route.demands().apply(who, request);
        exchange.observed().deciding();
        Decision decision = gate.decide(who, demands);
        exchange.observed().decided();
        yield switch (decision) {
          case Deny denial -> forbidden(route, who, exchange, demands, denial);
          case Allow allow ->
              answered(
                  audited.perform(
                      route,
                      allow,
                      request,
                      demands,
                      exchange,
                      () -> gate.confirm(allow, demands, exchange.known())),
                  demands,
                  exchange.correlationId());
        };
      }
    };
  }

  // A route's own no, such as to a wish beyond one's means or to whoever was deleted since the
  // request began, is a refusal like any.
  private Answer answered(Reply reply, List<Demand> demands, String id) {
    return switch (reply.status()) {
      case 401 ->
          Answer.refusal(reply, challenges.now().unauthenticated(Refusal.DISABLED_PRINCIPAL), id);
      case 403 -> Answer.refusal(reply, insufficient(demands), id);
      default -> Answer.of(reply, id);
    };
  }

  private Answer forbidden(
      Route route, Identity who, Exchange exchange, List<Demand> demands, Deny denial) {
    exchange.observed().refused(denial.why());
    events.refused(denial, who, exchange.correlation());
    return Answer.refusal(
        exchange.hit().dialect().forbidden(route, who, denial),
        insufficient(demands),
        exchange.correlationId());
  }

  private String insufficient(List<Demand> demands) {
    return challenges
        .now()
        .insufficient(demands.stream().map(Demand::action).collect(Collectors.toUnmodifiableSet()));
  }
}
