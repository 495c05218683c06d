package dev.memwarden.server.http;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authenticator;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Auditor;
import dev.memwarden.memory.EmbedderUnavailableException;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.api.Unlisted;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A small dialect with a route of each kind and one that answers as many letters as are asked for
/// (204 for none), and keys that are called what they do. Everything that its routes did is in
/// [#log].
final class Toy implements Dialect {
  static final String HOST = "localhost";
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private final Runnable work;

  Toy() {
    this(() -> {});
  }

  /// @param work done by every guarded route
  Toy(Runnable work) {
    this.work = work;
  }

  /// The text that a caller wants noted for a user.
  record Note(String user, String text) {}

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public Chapter chapter() {
    return new Chapter("Toy", "For tests.", Schema.text(), Schema.text());
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.Open(
            Match.of(Method.GET, "/open"), new Unlisted(), _ -> Reply.text(200, thread())),
        new Route.Open(
            Match.of(Method.GET, "/letters/{count}"),
            new Unlisted(),
            call -> letters(Integer.parseInt(call.pathValue("count")))),
        new Route.Self(
            Match.of(Method.GET, "/self"),
            new Unlisted(),
            who -> Reply.text(200, who.principal() + " " + thread())),
        new Route.Guarded<>(
            Match.of(Method.POST, "/notes/{user}"),
            new Unlisted(),
            wire(),
            (_, note) -> List.of(new Demand(Action.MEMORY_WRITE, Box.ofUser("default", note.user))),
            (allow, note) -> perform(note),
            Toy::rows),
        new Route.Guarded<>(
            Match.of(Method.GET, "/notes/{user}"),
            new Unlisted(),
            wire(),
            (_, note) -> List.of(new Demand(Action.MEMORY_READ, Box.ofUser("default", note.user))),
            (allow, note) -> perform(note),
            Toy::rows));
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return Reply.text(why == Refusal.CONFLICTING_CREDENTIALS ? 400 : 401, "who?");
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return Reply.text(403, "no, " + who.principal());
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return Reply.text(422, problems.getFirst().type());
  }

  @Override
  public Reply plain(int status, String message) {
    return Reply.json(status, Json.object().put("toy", message));
  }

  Pipeline pipeline() {
    return pipeline(PipelineConfig.DEFAULT);
  }

  Pipeline pipeline(PipelineConfig config) {
    return pipeline(config, Auditor.NONE);
  }

  /// One whose work is audited.
  Pipeline pipeline(PipelineConfig config, Auditor auditor) {
    Policy policy = new Policy(List.of(), CLOCK);
    Gate gate =
        config.open()
            ? Gate.open(
                identity(Principal.Kind.ADMIN, "anonymous"),
                new Keys(),
                _ -> new Authentication.Refused(Refusal.UNKNOWN_KEY),
                () -> policy)
            : Gate.guarded(
                new Keys(), _ -> new Authentication.Refused(Refusal.UNKNOWN_KEY), () -> policy);
    return new Pipeline(
        gate, List.of(this), config, new AuthEvents(CLOCK, auditor), new RequestIds("t"));
  }

  static Received request(String method, String target, String body, String... fields) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", HOST));
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(Map.entry(fields[i], fields[i + 1]));
    }
    return new Received(
        new Head(method, target, Headers.of(headers), LOOPBACK),
        Body.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  static String text(Reply reply) {
    return new String(reply.bytes(), StandardCharsets.UTF_8);
  }

  private static Reply letters(int count) {
    return count == 0 ? Reply.empty(204) : Reply.text(200, "x".repeat(count));
  }

  private static String thread() {
    return Thread.currentThread().isVirtual() ? "virtual" : "loop";
  }

  private Reply perform(Note note) {
    work.run();
    log.add(note.user + ": " + note.text.length());
    return switch (note.text) {
      case "leak" -> Reply.json(200, Json.object().put("owner", "bob"));
      case "gone" -> Reply.json(401, Json.object());
      case "dear" -> Reply.json(403, Json.object());
      case "bug" -> throw new IllegalStateException("private detail");
      case "store" -> throw new StoreUnavailableException("disk gone");
      case "model" -> throw new EmbedderUnavailableException("no model", new RuntimeException());
      default -> Reply.json(200, Json.object().put("owner", note.user));
    };
  }

  private static List<Box> rows(Reply reply) {
    JsonNode owner = reply.json().orElseThrow().path("owner");
    return owner.isString() ? List.of(Box.ofUser("default", owner.stringValue())) : List.of();
  }

  private static Wire<Note> wire() {
    return new Wire<>() {
      @Override
      public Decoded<Note> decode(Identity caller, Call call) {
        String text = new String(call.body().bytes(), StandardCharsets.UTF_8);
        return text.equals("nonsense")
            ? new Decoded.Malformed<>(
                List.of(new Problem(List.of("body"), "value_error", "is nonsense", text)))
            : new Decoded.Request<>(new Note(call.pathValue("user"), text));
      }

      @Override
      public Encoded encode(Note note) {
        return new Encoded(
            "/notes/" + note.user, Body.of(note.text.getBytes(StandardCharsets.UTF_8)));
      }
    };
  }

  private static Identity identity(Principal.Kind kind, String id) {
    Set<Action> actions = id.equals("reader") ? Set.of(Action.MEMORY_READ) : Action.ALL;
    return new Identity(
        new Principal(kind, "default", id),
        Set.of(),
        Ceiling.of(actions, Box.EVERYWHERE),
        new CredentialRef(CredentialRef.Kind.API_KEY, "key-of-" + id));
  }

  /// `key-<user>` is known to memory, `slow-<user>` to the store only, `down` to neither.
  private static final class Keys implements Authenticator<Credential.ApiKey> {
    @Override
    public Authentication authenticate(Credential.ApiKey credential, InetAddress from) {
      String text = credential.text().revealText();
      if (text.equals("down")) {
        throw new StoreUnavailableException("disk gone");
      }
      int dash = text.indexOf('-');
      return text.startsWith("key-") || text.startsWith("slow-")
          ? new Authentication.Authenticated(
              identity(Principal.Kind.USER, text.substring(dash + 1)))
          : new Authentication.Refused(Refusal.UNKNOWN_KEY);
    }

    @Override
    public Optional<Authentication> ifCached(Credential.ApiKey credential, InetAddress from) {
      return credential.text().revealText().startsWith("key-")
          ? Optional.of(authenticate(credential, from))
          : Optional.empty();
    }
  }
}
