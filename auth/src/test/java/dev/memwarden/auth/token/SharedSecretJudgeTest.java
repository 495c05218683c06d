package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedSecretJudgeTest {
  private static final String BARE = TestTokens.of("{}");
  private static final String ALICE = TestTokens.of("{\"sub\":\"alice\"}");

  private final TokenFixture fixture = new TokenFixture();

  @Test
  void without_a_subject_it_is_the_service_with_memory_and_chat() {
    Identity identity = fixture.identity(BARE);

    assertThat(identity.principal())
        .isEqualTo(new Principal(Principal.Kind.SERVICE, "default", "zep"));
    assertThat(identity.ceiling().actions()).isEqualTo(Action.MEMORY_AND_CHAT);
    assertThat(identity.ceiling().box()).isEqualTo(Box.ofTenant("default"));
    assertThat(identity.credential().kind()).isEqualTo(CredentialRef.Kind.SHARED_SECRET_JWT);
  }

  @Test
  void with_a_subject_it_is_that_user() {
    Identity identity = fixture.identity(ALICE);

    assertThat(identity.principal()).isEqualTo(Callers.ALICE);
    assertThat(identity.ceiling().actions()).isEqualTo(Action.MEMORY_AND_CHAT);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          SCOPE                              | SERVICE          | USER
          memory:read                        | memory:read      | memory:read
          memory:read chat                   | memory:read,chat | memory:read,chat
          openid memory:read profile         | memory:read      | memory:read
          keys:manage                        | ''               | keys:manage
          users:manage memory:read           | memory:read      | memory:read,users:manage
          openid                             | ''               | ''
          ''                                 | ''               | ''
          memory:*                           | ''               | ''
          *                                  | ''               | ''
          MEMORY:READ                        | ''               | ''
          memory:read,chat                   | ''               | ''
          """)
  void a_scope_limits(String scope, String service, String user) {
    String claims = "{\"scope\":\"" + scope + "\"%s}";

    assertThat(actions(TestTokens.of(claims.formatted("")))).isEqualTo(service);
    assertThat(actions(TestTokens.of(claims.formatted(",\"sub\":\"alice\"")))).isEqualTo(user);
  }

  // In the order and spacing of PyJWT, jose, Go and hand-made ones.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"HS256","typ":"JWT"}            | {}
          {"typ":"JWT","alg":"HS256"}            | {}
          {"alg":"HS256"}                        | {}
          { "alg": "HS256", "typ": "JWT" }       | { }
          {"alg":"HS256","typ":"JWT","kid":"1"}  | {"iat":1516239022,"name":"John"}
          """)
  void what_other_libraries_make_is_taken(String header, String claims) {
    assertThat(fixture.present(TestTokens.signed(TestTokens.SECRET, header, claims)))
        .isEqualTo("service:zep");
  }

  @Test
  void a_former_secret_still_verifies() {
    assertThat(fixture.present(TestTokens.signed(TestTokens.FORMER, TestTokens.HEADER, "{}")))
        .isEqualTo("service:zep");
  }

  @Test
  void a_tenant_can_be_pinned() {
    var pinned =
        new TokenFixture(SharedSecretRules.of("acme", Set.of("memwarden"), false, Duration.ZERO));

    assertThat(pinned.identity(BARE).principal().tenant()).isEqualTo("acme");
    assertThat(pinned.identity(ALICE).principal())
        .isEqualTo(new Principal(Principal.Kind.USER, "acme", "alice"));
    assertThat(pinned.identity(ALICE).ceiling().box()).isEqualTo(Box.ofTenant("acme"));
    assertThatThrownBy(() -> SharedSecretRules.of("", Set.of(), false, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokens_without_a_subject_can_be_refused() {
    var strict =
        new TokenFixture(SharedSecretRules.of("default", Set.of("memwarden"), true, Duration.ZERO));

    assertThat(strict.present(BARE)).isEqualTo("NO_SUBJECT");
    assertThat(strict.present(ALICE)).isEqualTo("user:alice");
  }

  @ParameterizedTest
  @CsvSource({"'', MALFORMED_TOKEN", "a\\u0000b, MALFORMED_TOKEN", "a b, user:a b", "é, user:é"})
  void a_subject_is_a_user_id(String subject, String answer) {
    assertThat(fixture.present(TestTokens.of("{\"sub\":\"" + subject + "\"}"))).isEqualTo(answer);
  }

  @Test
  void an_unseen_user_arrives_once() {
    fixture.present(ALICE);
    fixture.present(ALICE);
    fixture.present(TestTokens.of("{\"sub\":\"alice\",\"jti\":\"2\"}"));

    assertThat(fixture.arrived).hasSize(1);
    assertThat(fixture.arrived.getFirst().principal()).isEqualTo(Callers.ALICE);
  }

  @Test
  void nobody_arrives_with_a_token_that_is_not_good() {
    fixture.present(
        TestTokens.signed(TestTokens.FOREIGN, TestTokens.HEADER, "{\"sub\":\"alice\"}"));
    fixture.present(TestTokens.of("{\"sub\":\"alice\",\"exp\":1}"));

    assertThat(fixture.arrived).isEmpty();
    assertThat(fixture.store.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"DISABLED", "DELETED"})
  void whoever_is_disabled_or_deleted_is_refused(User.Status status) {
    fixture.store(Callers.ALICE, status);
    fixture.store(new Principal(Principal.Kind.SERVICE, "default", "zep"), status);

    assertThat(fixture.present(ALICE)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.presentCached(ALICE)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.present(BARE)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.present(TestTokens.of("{\"sub\":\"bob\"}"))).isEqualTo("user:bob");
  }

  @Test
  void a_change_of_status_counts_at_once() {
    assertThat(fixture.present(ALICE)).isEqualTo("user:alice");
    fixture.store(Callers.ALICE, User.Status.DISABLED);
    assertThat(fixture.presentCached(ALICE)).isEqualTo("user:alice");
    fixture.authenticator.invalidateAll();

    assertThat(fixture.presentCached(ALICE)).isEqualTo("ask");
    assertThat(fixture.present(ALICE)).isEqualTo("DISABLED_PRINCIPAL");
  }

  @Test
  void a_tombstone_counts_for_every_text_of_its_id_and_for_no_other() {
    String first = TestTokens.of("{\"jti\":\"t1\",\"sub\":\"alice\"}");
    String second = TestTokens.of("{\"sub\":\"alice\",\"jti\":\"t1\",\"iat\":1}");
    String other = TestTokens.of("{\"jti\":\"t2\",\"sub\":\"alice\"}");
    fixture.present(first);
    fixture.present(second);

    bury(fixture.identity(first));

    assertThat(fixture.present(first)).isEqualTo("REVOKED");
    assertThat(fixture.present(second)).isEqualTo("REVOKED");
    assertThat(fixture.present(other)).isEqualTo("user:alice");
    assertThat(fixture.present(TestTokens.of("{\"jti\":\"t1\",\"iss\":\"x\",\"sub\":\"alice\"}")))
        .isEqualTo("user:alice");
  }

  @Test
  void a_token_without_an_id_has_its_own_tombstone() {
    bury(fixture.identity(BARE));

    assertThat(fixture.present(BARE)).isEqualTo("REVOKED");
    assertThat(fixture.present(TestTokens.signed(TestTokens.FORMER, TestTokens.HEADER, "{}")))
        .isEqualTo("service:zep");
  }

  @Test
  void a_reading_from_before_a_change_is_not_used() {
    fixture.store.afterFirstFind(() -> {
      fixture.store(Callers.ALICE, User.Status.DISABLED);
      fixture.authenticator.invalidateAll();
    });

    assertThat(fixture.present(ALICE)).isEqualTo("DISABLED_PRINCIPAL");
    assertThat(fixture.presentCached(ALICE)).isEqualTo("DISABLED_PRINCIPAL");
  }

  @Test
  void changes_of_keys_leave_tokens_alone() {
    fixture.present(ALICE);
    fixture.authenticator.invalidate("0123456789abcdef");

    assertThat(fixture.presentCached(ALICE)).isEqualTo("user:alice");
  }

  @Test
  void a_remembered_token_is_judged_by_the_clock_every_time() {
    Instant end = SettableClock.NOON.plusSeconds(60);
    String token = TestTokens.of("{\"exp\":" + end.getEpochSecond() + "}");
    fixture.present(token);

    fixture.clock.set(end.minusNanos(1));
    assertThat(fixture.presentCached(token)).isEqualTo("service:zep");
    fixture.clock.set(end);
    assertThat(fixture.presentCached(token)).isEqualTo("EXPIRED");
    assertThat(fixture.present(token)).isEqualTo("EXPIRED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {}                      | -
          {"nbf":1000}            | 1970-01-01T00:16:40Z
          {"iat":1000}            | 1970-01-01T00:16:40Z
          {"nbf":1000,"iat":2000} | 1970-01-01T00:33:20Z
          {"nbf":2000,"iat":1000} | 1970-01-01T00:33:20Z
          """)
  void a_token_starts_at_the_later_of_its_times(String claims, Instant start) {
    assertThat(fixture.identity(TestTokens.of(claims)).ceiling().notBefore().orElse(null))
        .isEqualTo(start);
  }

  @Test
  void memory_alone_refuses_and_only_the_store_admits() {
    assertThat(fixture.presentCached(BARE)).isEqualTo("ask");
    assertThat(fixture.presentCached(BARE + "=")).isEqualTo("MALFORMED_TOKEN");
    assertThat(
            fixture.presentCached(TestTokens.signed(TestTokens.FOREIGN, TestTokens.HEADER, "{}")))
        .isEqualTo("BAD_SIGNATURE");
    fixture.present(BARE);
    int asked = fixture.store.asked.size();
    assertThat(fixture.presentCached(BARE)).isEqualTo("service:zep");
    assertThat(fixture.store.asked).hasSize(asked);
  }

  @Test
  void a_store_that_is_down_is_no_refusal() {
    fixture.store.goDown();

    assertThatThrownBy(() -> fixture.present(BARE)).isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.present(BARE + "=")).isEqualTo("MALFORMED_TOKEN");
  }

  private void bury(Identity identity) {
    fixture.store.bury(
        Callers.allow(
            Callers.identity(Callers.ROOT, Callers.UNLIMITED), Action.KEYS_MANAGE, fixture.clock),
        identity.principal(),
        identity.credential().id(),
        new KeyRecord.Revocation(fixture.clock.instant(), "lost"));
    fixture.authenticator.invalidate(identity.credential().id());
  }

  private String actions(String token) {
    return fixture.identity(token).ceiling().actions().stream()
        .sorted()
        .map(Action::word)
        .collect(Collectors.joining(","));
  }
}
