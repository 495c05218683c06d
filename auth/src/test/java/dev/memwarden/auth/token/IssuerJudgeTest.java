package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.User;
import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.auth.token.TestIssuer.Key;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerJudgeTest {
  private static final Key RSA = IssuerFixture.RSA;
  private static final String KEYS = "https://issuer.test/.well-known/jwks.json";

  private IssuerFixture fixture = new IssuerFixture();

  private void with(IssuerRules... rules) {
    fixture = new IssuerFixture(rules);
  }

  @Test
  void a_token_of_the_issuer_proves_its_subject() {
    Identity identity = fixture.identity(fixture.good());

    assertThat(identity.principal()).isEqualTo(Callers.ALICE);
    assertThat(identity.roles()).isEmpty();
    assertThat(identity.ceiling().box()).isEqualTo(Box.ofTenant("default"));
    assertThat(identity.ceiling().actions()).isEqualTo(Action.ALL);
    assertThat(identity.ceiling().expiresAt())
        .contains(fixture.clock.instant().plusSeconds(300).plus(IssuerRules.LEEWAY));
    assertThat(identity.credential().kind()).isEqualTo(CredentialRef.Kind.OIDC_JWT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "Ed25519"})
  void every_algorithm_that_the_issuer_may_use_is_verified(String algorithm) {
    IssuerRules rules = IssuerFixture.rules();
    with(withAlgorithms(rules, EnumSet.allOf(SignatureAlgorithm.class)));
    Key key = Key.make("other", algorithm);
    fixture.publish(KEYS, TestIssuer.set(key));

    assertThat(fixture.present(key.sign(fixture.claims("")))).isEqualTo("user:alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
  void these_types_are_taken(String type) {
    assertThat(fixture.present(RSA.sign(RSA.header(type), fixture.claims(""))))
        .isEqualTo("user:alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refresh+jwt", "logout+jwt", "dpop+jwt", "id_token", "", "JWT "})
  void other_types_are_not_taken(String type) {
    String token = RSA.sign(RSA.header(type), fixture.claims(""));

    assertThat(fixture.presentCached(token)).isEqualTo("WRONG_TOKEN_TYPE");
    assertThat(fixture.present(token)).isEqualTo("WRONG_TOKEN_TYPE");
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void a_header_without_a_type_is_taken() {
    assertThat(fixture.present(RSA.sign("{\"kid\":\"rsa\",\"alg\":\"RS256\"}", fixture.claims(""))))
        .isEqualTo("user:alice");
  }

  // Seconds from now; the leeway is 30.
  @ParameterizedTest
  @CsvSource({
    "exp, -29, user:alice",
    "exp, -30, EXPIRED",
    "exp, 1, user:alice",
    "nbf, 30, user:alice",
    "nbf, 31, NOT_YET_VALID",
    "iat, 30, user:alice",
    "iat, 31, ISSUED_IN_FUTURE",
  })
  void times_hold_with_some_leeway(String claim, long seconds, String answer) {
    long now = fixture.clock.instant().getEpochSecond();
    String claims =
        "{\"iss\":\"https://issuer.test/\",\"sub\":\"alice\",\"aud\":\"memwarden\""
            + (claim.equals("exp") ? "" : ",\"exp\":" + (now + 300))
            + ",\""
            + claim
            + "\":"
            + (now + seconds)
            + "}";

    assertThat(fixture.present(RSA.sign(claims))).isEqualTo(answer);
  }

  @Test
  void a_token_must_end() {
    assertThat(
            fixture.present(RSA.sign("{\"iss\":\"https://issuer.test/\",\"aud\":\"memwarden\"}")))
        .isEqualTo("NO_EXPIRY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "memwarden"           | user:alice
          ["other","memwarden"] | user:alice
          "other"               | WRONG_AUDIENCE
          "Memwarden"           | WRONG_AUDIENCE
          "memwarden/"          | WRONG_AUDIENCE
          "memward"             | WRONG_AUDIENCE
          ""                    | WRONG_AUDIENCE
          []                    | WRONG_AUDIENCE
          ["other"]             | WRONG_AUDIENCE
          [["memwarden"]]       | MALFORMED_TOKEN
          null                  | MALFORMED_TOKEN
          1                     | MALFORMED_TOKEN
          """)
  void the_audience_is_this_server(String audience, String answer) {
    String claims = fixture.claims("").replace("\"memwarden\"", audience);

    assertThat(fixture.present(RSA.sign(claims))).isEqualTo(answer);
  }

  @Test
  void a_token_for_nobody_is_not_for_this_server() {
    String claims = fixture.claims("").replace("\"aud\":\"memwarden\",", "");

    assertThat(fixture.present(RSA.sign(claims))).isEqualTo("WRONG_AUDIENCE");
    with(IssuerRules.of("https://issuer.test/", IssuerPreset.GENERIC, Set.of()));
    assertThat(fixture.present(RSA.sign(claims))).isEqualTo("user:alice");
    assertThat(fixture.present(fixture.good())).isEqualTo("user:alice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                         | memory:read,memory:write,memory:delete,chat,keys:manage,users:manage,audit:read
          ,"scope":"memory:read"                    | memory:read
          ,"scope":"openid memory:read chat"        | memory:read,chat
          ,"scope":["memory:read","chat"]           | memory:read,chat
          ,"scp":["memory:read"]                    | memory:read
          ,"scp":"memory:read chat"                 | memory:read,chat
          ,"permissions":["memory:read"]            | memory:read
          ,"scope":"chat","permissions":["memory:read"] | memory:read,chat
          ,"scope":"notes.read"                     | memory:read
          ,"scope":"notes.all"                      | memory:read,memory:write,memory:delete
          ,"scope":"api/chat"                       | chat
          ,"scope":"openid profile"                 | memory:read,memory:write,memory:delete,chat,keys:manage,users:manage,audit:read
          ,"scope":""                               | memory:read,memory:write,memory:delete,chat,keys:manage,users:manage,audit:read
          ,"scope":"MEMORY:READ"                    | memory:read,memory:write,memory:delete,chat,keys:manage,users:manage,audit:read
          """)
  void only_our_words_and_mapped_scopes_limit_a_user(String more, String actions) {
    with(withScopes(IssuerFixture.rules(), false));

    assertThat(fixture.actions(RSA.sign(fixture.claims(more == null ? "" : more))))
        .isEqualTo(actions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"scope\":\"openid\""})
  void where_scopes_are_required_a_user_without_one_may_do_nothing(String more) {
    with(withScopes(IssuerFixture.rules(), true));

    assertThat(fixture.actions(RSA.sign(fixture.claims(more)))).isEmpty();
    assertThat(fixture.actions(RSA.sign(fixture.claims(",\"scope\":\"chat\"")))).isEqualTo("chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "{}", "[1]", "[[\"chat\"]]", "true"})
  void a_scope_that_is_none_is_not_no_scope(String scope) {
    assertThat(fixture.present(RSA.sign(fixture.claims(",\"scp\":" + scope))))
        .isEqualTo("MALFORMED_TOKEN");
  }

  // A service acts for all users of its tenant.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                     | ''
          ,"scope":"openid"                     | ''
          ,"scope":"memory:read chat"           | memory:read,chat
          ,"scope":"users:manage keys:manage audit:read" | ''
          ,"scope":"notes.all"                  | memory:read,memory:write,memory:delete
          ,"scope":"notes.admin"                | users:manage
          """)
  void a_program_is_a_service_with_what_its_scopes_mean(String more, String actions) {
    with(withScopes(IssuerFixture.rules(), false));
    String token = RSA.sign(program(more == null ? "" : more));

    assertThat(fixture.present(token)).isEqualTo("service:ingest");
    assertThat(fixture.actions(token)).isEqualTo(actions);
  }

  @Test
  void an_admin_is_who_has_a_role_that_says_so_and_is_no_program() {
    IssuerRules rules = IssuerFixture.rules();
    with(
        withRoles(
            rules,
            new IssuerRules.Roles(
                List.of("roles", "realm.roles", "https://memwarden.test/roles"),
                Set.of("memory-admin"))));

    assertThat(fixture.present(RSA.sign(fixture.claims(",\"roles\":[\"a\",\"memory-admin\"]"))))
        .isEqualTo("admin:alice");
    assertThat(fixture.present(RSA.sign(fixture.claims(",\"roles\":\"memory-admin\""))))
        .isEqualTo("admin:alice");
    assertThat(
            fixture.present(RSA.sign(fixture.claims(",\"realm\":{\"roles\":[\"memory-admin\"]}"))))
        .isEqualTo("admin:alice");
    assertThat(
            fixture.present(
                RSA.sign(fixture.claims(",\"https://memwarden.test/roles\":[\"memory-admin\"]"))))
        .isEqualTo("admin:alice");
    assertThat(fixture.present(RSA.sign(fixture.claims(",\"roles\":[\"Memory-Admin\",\"admin\"]"))))
        .isEqualTo("user:alice");
    assertThat(fixture.present(RSA.sign(program(",\"roles\":[\"memory-admin\"]"))))
        .isEqualTo("service:ingest");
    assertThat(fixture.identity(RSA.sign(fixture.claims(",\"roles\":[\"a\",\"b\",\"\"]"))).roles())
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void the_issuers_name_is_compared_exactly() {
    for (String other :
        List.of(
            "https://issuer.test",
            "https://ISSUER.test/",
            "https://issuer.test//",
            "https://\u0456ssuer.test/", // a Cyrillic i
            "https://issuer\u2024test/",
            "https://issuer.test/\u200b")) {
      assertThat(fixture.present(RSA.sign(fixture.claims(other, "")))).isEqualTo("UNKNOWN_ISSUER");
    }
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void the_same_subject_of_two_issuers_is_two_users() {
    with(prefixed("https://one.test/", "one:"), prefixed("https://two.test/", "two:"));

    assertThat(fixture.present(RSA.sign(fixture.claims("https://one.test/", ""))))
        .isEqualTo("user:one:alice");
    assertThat(
            fixture.identity(
                RSA.sign(fixture.claims("https://two.test/", ",\"roles\":[\"editor\"]"))))
        .satisfies(identity -> assertThat(identity.principal().id()).isEqualTo("two:alice"))
        .satisfies(identity -> assertThat(identity.roles()).containsExactly("two:editor"));
  }

  @Test
  void an_issuer_speaks_only_for_its_tenants() {
    IssuerRules rules = IssuerFixture.rules();
    with(
        new IssuerRules(
            rules.issuer(),
            rules.preset(),
            rules.algorithms(),
            rules.audiences(),
            rules.subject(),
            new IssuerRules.Tenants(Set.of("acme", "umbrella"), Optional.of("org")),
            rules.scopes(),
            rules.roles(),
            rules.leeway()));

    assertThat(fixture.identity(RSA.sign(fixture.claims(",\"org\":\"acme\""))).principal())
        .isEqualTo(new Principal(Principal.Kind.USER, "acme", "alice"));
    for (String more :
        List.of("", ",\"org\":\"default\"", ",\"org\":\"ACME\"", ",\"org\":[\"acme\"]")) {
      assertThat(fixture.present(RSA.sign(fixture.claims(more)))).isEqualTo("FOREIGN_TENANT");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', NO_SUBJECT", "a\\u0000b, MALFORMED_TOKEN", "auth0|62f9, user:auth0|62f9"})
  void a_subject_is_a_user_id(String subject, String answer) {
    String claims = fixture.claims("").replace("alice", subject);

    assertThat(fixture.present(RSA.sign(claims))).isEqualTo(answer);
  }

  @Test
  void a_new_user_arrives_and_one_who_is_disabled_does_not_come_in() {
    fixture.present(fixture.good());
    assertThat(fixture.arrived).hasSize(1);

    fixture.store.put(
        new User(
            Callers.ALICE, User.Status.DISABLED, fixture.clock.instant(), fixture.clock.instant()));
    fixture.judges.invalidateAll();
    assertThat(fixture.present(fixture.good())).isEqualTo("DISABLED_PRINCIPAL");
  }

  @Test
  void a_tombstone_ends_a_token_with_all_of_its_id() {
    String first = RSA.sign(fixture.claims(",\"jti\":\"1\""));
    String again = RSA.sign(fixture.claims(",\"jti\":\"1\",\"x\":1"));
    String other = RSA.sign(fixture.claims(",\"jti\":\"2\""));
    Identity identity = fixture.identity(first);
    fixture.present(again);
    fixture.store.bury(
        Callers.allow(
            Callers.identity(Callers.ROOT, Callers.UNLIMITED), Action.KEYS_MANAGE, fixture.clock),
        identity.principal(),
        identity.credential().id(),
        new KeyRecord.Revocation(fixture.clock.instant(), "lost"));
    fixture.judges.invalidate(identity.credential().id());

    assertThat(fixture.present(first)).isEqualTo("REVOKED");
    assertThat(fixture.present(again)).isEqualTo("REVOKED");
    assertThat(fixture.present(other)).isEqualTo("user:alice");
  }

  @Test
  void a_token_that_was_good_once_is_answered_from_memory_until_it_ends() {
    String token = fixture.good();
    assertThat(fixture.presentCached(token)).isEqualTo("ask");
    fixture.present(token);
    fixture.published.clear();

    assertThat(fixture.presentCached(token)).isEqualTo("user:alice");
    fixture.clock.advance(Duration.ofSeconds(330));
    assertThat(fixture.presentCached(token)).isEqualTo("EXPIRED");
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  void an_issuer_that_cannot_be_reached_is_no_refusal() {
    fixture.published.put(KEYS, new Answer.Failed("connection refused"));
    String token = fixture.good();

    assertThatThrownBy(() -> fixture.present(token)).isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.log).containsExactly("its key set: connection refused");
    assertThat(fixture.present(RSA.sign(RSA.header("x"), fixture.claims(""))))
        .isEqualTo("WRONG_TOKEN_TYPE");

    fixture.publish(KEYS, TestIssuer.set(RSA));
    fixture.clock.advance(IssuerKeys.PAUSE);
    assertThat(fixture.present(token)).isEqualTo("user:alice");
  }

  @Test
  void a_rotated_key_is_found_and_the_old_one_gone() {
    fixture.present(fixture.good());
    Key next = Key.make("next", "RS256");
    fixture.publish(KEYS, TestIssuer.set(next));
    fixture.clock.advance(IssuerKeys.PAUSE);

    assertThat(fixture.present(next.sign(fixture.claims("")))).isEqualTo("user:alice");
    assertThat(fixture.present(RSA.sign(fixture.claims(",\"jti\":\"new\""))))
        .isEqualTo("UNKNOWN_SIGNING_KEY");
  }

  @Test
  void a_key_that_was_taken_back_ends_tokens_that_were_good_before() {
    String token = RSA.sign(lasting());
    fixture.present(token);
    fixture.publish(KEYS, TestIssuer.set(Key.make("next", "RS256")));
    fixture.clock.advance(IssuerKeys.FRESH.minusNanos(1));
    assertThat(fixture.presentCached(token)).isEqualTo("user:alice");

    fixture.clock.advance(Duration.ofNanos(1));
    fixture.issuers.forEach(Issuer::keepFresh);
    assertThat(fixture.presentCached(token)).isEqualTo("ask");
    assertThat(fixture.present(token)).isEqualTo("UNKNOWN_SIGNING_KEY");
  }

  @Test
  void no_token_outlasts_a_day_without_its_issuer() {
    String token = RSA.sign(lasting());
    fixture.present(token);
    fixture.published.put(KEYS, new Answer.Failed("gone"));

    fixture.clock.advance(IssuerKeys.MAX_AGE.minusNanos(1));
    assertThat(fixture.present(token)).isEqualTo("user:alice");
    fixture.clock.advance(IssuerKeys.FRESH);
    assertThatThrownBy(() -> fixture.present(token)).isInstanceOf(StoreUnavailableException.class);
  }

  private String lasting() {
    return fixture.claims("").replaceFirst("\"exp\":[0-9]+", "\"exp\":9999999999");
  }

  private String program(String more) {
    return fixture.claims(",\"client_id\":\"ingest\"" + more).replace("alice", "ingest");
  }

  private static IssuerRules withAlgorithms(IssuerRules rules, Set<SignatureAlgorithm> algorithms) {
    return new IssuerRules(
        rules.issuer(),
        rules.preset(),
        algorithms,
        rules.audiences(),
        rules.subject(),
        rules.tenants(),
        rules.scopes(),
        rules.roles(),
        rules.leeway());
  }

  private static IssuerRules withScopes(IssuerRules rules, boolean required) {
    return new IssuerRules(
        rules.issuer(),
        rules.preset(),
        rules.algorithms(),
        rules.audiences(),
        rules.subject(),
        rules.tenants(),
        new IssuerRules.Scopes(
            "api/",
            Map.of(
                "notes.read", Set.of(Action.MEMORY_READ),
                "notes.admin", Set.of(Action.USERS_MANAGE),
                "notes.all", Action.parseList("memory:*")),
            required),
        rules.roles(),
        rules.leeway());
  }

  private static IssuerRules withRoles(IssuerRules rules, IssuerRules.Roles roles) {
    return new IssuerRules(
        rules.issuer(),
        rules.preset(),
        rules.algorithms(),
        rules.audiences(),
        rules.subject(),
        rules.tenants(),
        rules.scopes(),
        roles,
        rules.leeway());
  }

  private static IssuerRules prefixed(String issuer, String prefix) {
    IssuerRules rules = IssuerRules.of(issuer, IssuerPreset.GENERIC, Set.of("memwarden"));
    return new IssuerRules(
        rules.issuer(),
        rules.preset(),
        rules.algorithms(),
        rules.audiences(),
        new IssuerRules.Subject(List.of("sub"), prefix),
        rules.tenants(),
        rules.scopes(),
        rules.roles(),
        rules.leeway());
  }
}
