package dev.memwarden.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Random callers get tokens, trade them, ask about those of others and try to end them. Each reply
/// is held against what [Login] remembers: a token is worth no more than its key, and nobody learns
/// of, or ends, what is not theirs.
final class Trades {
  private static final long WORKING_SECONDS = 300;
  private static final int REMEMBERED = 12;
  private static final List<String> WORDS =
      List.of("memory:read", "memory:write", "memory:delete", "chat", "keys:manage");

  private final World world;
  private final Random random;
  private final Consumer<String> seen;
  private final List<Login> logins = new ArrayList<>();

  /// @param seen hears of everything that there was to check
  Trades(World world, Random random, Consumer<String> seen) {
    this.world = world;
    this.random = random;
    this.seen = seen;
  }

  /// One more way to be somebody: mostly with tokens that work, now and then with all that were
  /// given out, or with refresh tokens, which are no credential for anything else.
  List<Who> holders() {
    List<Who> holders = everyHolder();
    return random.nextInt(3) == 0 ? holders : holders.stream().filter(Who::usable).toList();
  }

  private List<Who> everyHolder() {
    List<Who> holders = new ArrayList<>();
    for (Login login : logins) {
      for (String token : login.workingTokens()) {
        holders.add(holder(login, token, isUsable(login, token)));
      }
      holders.add(holder(login, login.refreshTokens().getLast(), false));
    }
    return holders;
  }

  private Who holder(Login login, String token, boolean usable) {
    Who key = world.key(login.keyId());
    return new Who(
        key.kind(),
        key.tenant(),
        key.id(),
        login.scope(token),
        key.box(),
        key.keyId(),
        token,
        usable);
  }

  private boolean isKey(Who who) {
    return world.key(who.keyId()).key().equals(who.key());
  }

  private boolean isUsable(Login login, String token) {
    return world.key(login.keyId()).usable() && login.works(token, world.now());
  }

  /// One random trade by `who`.
  void trade(Who who, String story) {
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> open(who, story);
      case 3, 4, 5 -> refresh(story);
      case 6, 7 -> revoke(who, story);
      case 8, 9 -> introspect(who, story);
      default -> logOut(who, story);
    }
    if (logins.size() > REMEMBERED) {
      logins.removeFirst();
    }
  }

  private void open(Who who, String story) {
    Set<String> wanted = scope();
    boolean own = random.nextInt(4) != 0;
    boolean standard = random.nextBoolean();
    Who named = own ? who : Ids.any(random, world.people());
    Reply reply =
        standard
            ? send(
                "/oauth/token",
                "grant_type=client_credentials" + inForm(wanted),
                basic(named.keyId(), who.key()))
            : send("/auth/jwt-auth", inJson(wanted), Map.of("X-API-Key", who.key()));
    Set<String> given = wanted.isEmpty() ? who.actions() : wanted;
    // The text of a token is no key, whatever it allows.
    boolean expected =
        who.usable()
            && isKey(who)
            && who.actions().containsAll(given)
            && (!standard || named.keyId().equals(who.keyId()));
    if (isGiven(reply, expected, story + "\nopened for " + wanted + " as " + named)) {
      Login login = new Login(who.keyId(), given);
      remember(login, given, reply, story);
      logins.add(login);
      seen.accept("login opened");
    }
  }

  private void refresh(String story) {
    if (logins.isEmpty()) {
      return;
    }
    Login login = Ids.any(random, logins);
    List<String> chain = login.refreshTokens();
    String token =
        switch (random.nextInt(4)) {
          case 0 -> Ids.any(random, chain);
          case 1 -> chain.get(Math.max(0, chain.size() - 2));
          default -> chain.getLast();
        };
    Set<String> wanted = random.nextInt(3) == 0 ? scope() : Set.of();
    boolean standard = random.nextBoolean();
    Reply reply =
        standard
            ? send(
                "/oauth/token",
                "grant_type=refresh_token&refresh_token=" + token + inForm(wanted),
                Map.of())
            : send("/auth/jwt-refresh", inJson(wanted), Map.of("Authorization", "Bearer " + token));
    Set<String> given = wanted.isEmpty() ? login.actions() : wanted;
    String told = story + "\nshowed a refresh token for " + wanted;
    if (!login.actions().containsAll(given)) {
      assertThat(isGiven(reply, false, told)).isFalse();
      seen.accept("scope did not grow");
      return;
    }
    Login.Turn turn = login.show(token, world.key(login.keyId()).usable(), world.now());
    boolean expected = turn == Login.Turn.NEXT || turn == Login.Turn.SAME_AGAIN;
    if (isGiven(reply, expected, told + ": " + turn)) {
      String next = reply.json().orElseThrow().path("refresh_token").stringValue();
      assertThat(chain.contains(next)).as(told).isEqualTo(turn == Login.Turn.SAME_AGAIN);
      remember(login, given, reply, told);
    }
    seen.accept("refresh token: " + turn);
  }

  private void revoke(Who who, String story) {
    Login login = any(who);
    String token = tokenOf(login);
    boolean works = isUsable(login, token);
    Reply reply = asClient(who, "/oauth/revoke", token);
    assertThat(reply.status()).as(story).isEqualTo(who.usable() ? 200 : 401);
    boolean own = who.usable() && isKey(who) && login.keyId().equals(who.keyId());
    boolean isRefresh = login.refreshTokens().contains(token);
    if (own && (isRefresh || works)) {
      login.end(token);
      seen.accept("own token revoked");
    } else if (who.usable() && works) {
      seen.accept("foreign token not revoked");
    }
  }

  private void introspect(Who who, String story) {
    Login login = any(who);
    String token = tokenOf(login);
    Reply reply = asClient(who, "/oauth/introspect", token);
    String told = story + "\nasked about " + holder(login, token, isUsable(login, token));
    assertThat(reply.status()).as(told).isEqualTo(who.usable() ? 200 : 401);
    if (!who.usable()) {
      return;
    }
    boolean works = isUsable(login, token);
    boolean known = works && mayKnow(who, world.key(login.keyId()));
    JsonNode json = reply.json().orElseThrow();
    assertThat(json.path("active").booleanValue()).as(told).isEqualTo(known);
    if (known) {
      assertThat(Set.of(json.path("scope").stringValue().split(" ")))
          .as(told)
          .isEqualTo(login.scope(token));
      assertThat(json.path("client_id").stringValue()).as(told).isEqualTo(login.keyId());
      seen.accept("token introspected");
    } else {
      assertThat(json.propertyNames()).as(told).containsExactly("active");
      seen.accept(works ? "foreign token unknown" : "dead token unknown");
    }
  }

  /// Whoever has a token may end its login: that is what having it means. A key ends none, not even
  /// its own.
  private void logOut(Who who, String story) {
    if (random.nextInt(4) == 0 && isKey(who)) {
      assertThat(send("/auth/logout", "", Map.of("X-API-Key", who.key())).status())
          .as(story)
          .isEqualTo(401);
      return;
    }
    Login login = any();
    String token = tokenOf(login);
    boolean works = isUsable(login, token);
    boolean known = works || login.refreshTokens().contains(token);
    Reply reply = send("/auth/logout", "", Map.of("Authorization", "Bearer " + token));
    assertThat(reply.status()).as(story).isIn(works ? List.of(200) : List.of(200, 401));
    if (known) {
      login.end();
      seen.accept("logged out");
    } else {
      assertThat(reply.status()).as(story).isEqualTo(401);
    }
  }

  /// In the plain words of the documents: its own user, services about users of their tenant,
  /// admins about all of it; and nobody beyond the places of their key.
  private static boolean mayKnow(Who who, Who owner) {
    boolean self = who.kind().equals(owner.kind()) && who.id().equals(owner.id());
    boolean ofItsKind =
        switch (who.kind()) {
          case "admin" -> true;
          case "service" -> self || owner.kind().equals("user");
          default -> self;
        };
    String user = owner.kind().equals("user") ? owner.id() : Where.NONE;
    List<String> place = List.of(owner.tenant(), user, Where.NONE, Where.NONE, Where.NONE);
    return ofItsKind && who.tenant().equals(owner.tenant()) && who.box().has(place);
  }

  private boolean isGiven(Reply reply, boolean expected, String told) {
    String body = new String(reply.bytes(), StandardCharsets.UTF_8);
    assertThat(reply.status()).as(told + "\n-> " + body).isLessThan(500);
    assertThat(reply.status() == 200).as(told + "\n-> " + body).isEqualTo(expected);
    assertThat(body.contains("access_token")).as(told).isEqualTo(expected);
    return expected;
  }

  private void remember(Login login, Set<String> given, Reply reply, String told) {
    JsonNode json = reply.json().orElseThrow();
    assertThat(Set.of(json.path("scope").stringValue().split(" "))).as(told).isEqualTo(given);
    login.given(
        json.path("access_token").stringValue(),
        given,
        Instant.ofEpochSecond(world.now().getEpochSecond() + WORKING_SECONDS),
        json.path("refresh_token").stringValue(),
        world.now());
  }

  private Login any() {
    return logins.isEmpty()
        ? new Login(world.people().getFirst().keyId(), Set.of())
        : Ids.any(random, logins);
  }

  /// Every other time one of the caller's own, if there is any.
  private Login any(Who who) {
    List<Login> own = logins.stream().filter(login -> login.keyId().equals(who.keyId())).toList();
    return own.isEmpty() || random.nextBoolean() ? any() : Ids.any(random, own);
  }

  private String tokenOf(Login login) {
    List<String> tokens = new ArrayList<>(login.workingTokens());
    tokens.addAll(login.refreshTokens());
    return tokens.isEmpty() ? "nonsense" : Ids.any(random, tokens);
  }

  private Reply asClient(Who who, String target, String token) {
    String form = "token=" + token;
    return switch (isKey(who) ? random.nextInt(3) : 2) {
      case 0 -> send(target, form, basic(who.keyId(), who.key()));
      case 1 ->
          send(
              target, form + "&client_id=" + who.keyId() + "&client_secret=" + who.key(), Map.of());
      default -> send(target, form, Map.of("Authorization", "Bearer " + who.key()));
    };
  }

  private Reply send(String target, String body, Map<String, String> fields) {
    return world.send("POST", target, body, fields);
  }

  private static Map<String, String> basic(String id, String secret) {
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /// What is asked for; nothing means all.
  private Set<String> scope() {
    Set<String> scope =
        WORDS.stream()
            .filter(_ -> random.nextInt(3) == 0)
            .collect(Collectors.toCollection(HashSet::new));
    if (random.nextInt(20) == 0) {
      scope.add("users:manage");
    }
    return scope;
  }

  private static String inForm(Set<String> scope) {
    return scope.isEmpty() ? "" : "&scope=" + String.join("+", scope);
  }

  private static String inJson(Set<String> scope) {
    return scope.isEmpty() ? "" : "{\"scope\":\"" + String.join(" ", scope) + "\"}";
  }
}
