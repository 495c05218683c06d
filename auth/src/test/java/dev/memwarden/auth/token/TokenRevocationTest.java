package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRevocationTest {
  private static final String ALICE = TestTokens.of("{\"sub\":\"alice\"}");

  private final TokenFixture fixture = new TokenFixture();
  private final TokenRevocation revocation =
      new TokenRevocation(
          fixture.authenticator,
          SharedSecretRules.of("default", Set.of("memwarden"), false, Duration.ZERO).service(),
          fixture.store,
          fixture.authenticator,
          fixture.clock);

  private Allow manage(String who) {
    return Callers.allow(Callers.identity(who), Action.KEYS_MANAGE, fixture.clock);
  }

  private Optional<String> revoke(String token) {
    return revocation.revoke(manage("admin:root"), Secret.of(token), "lost");
  }

  @Test
  void a_token_ends_at_once_by_its_text_or_its_id() {
    String bare = TestTokens.of("{}");
    String id = fixture.identity(bare).credential().id();
    String aliceId = fixture.identity(ALICE).credential().id();

    assertThat(revoke(ALICE)).contains(aliceId);
    assertThat(revoke(id)).contains(id);

    assertThat(fixture.presentCached(ALICE)).isEqualTo("ask");
    assertThat(fixture.present(ALICE)).isEqualTo("REVOKED");
    assertThat(fixture.present(bare)).isEqualTo("REVOKED");
    assertThat(revoke(ALICE)).isPresent();
  }

  @Test
  void a_token_that_does_not_work_now_can_be_revoked_for_later() {
    String later = TestTokens.of("{\"nbf\":9999999999,\"aud\":\"other\"}");

    assertThat(revoke(later)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jwt",
        "jwt0123456789abcdef0123456",
        "jwt0123456789abcdef012345678",
        "sks-0123456789abcdef",
        "jwt0123456789abcdef0123456g",
      })
  void what_is_neither_is_unknown(String text) {
    assertThat(revoke(text)).isEmpty();
    assertThat(revoke(TestTokens.signed(TestTokens.FOREIGN, TestTokens.HEADER, "{}"))).isEmpty();
    assertThat(revoke(TestTokens.of("{\"sub\":\"\"}"))).isEmpty();
  }

  @Test
  void nobody_revokes_what_is_out_of_reach() {
    String bob = TestTokens.of("{\"sub\":\"bob\"}");

    assertThat(revocation.revoke(manage("user:alice"), Secret.of(bob), "spite")).isEmpty();
    assertThat(revocation.revoke(manage("admin:root@acme"), Secret.of(bob), "spite")).isEmpty();
    assertThat(fixture.present(bob)).isEqualTo("user:bob");
    assertThat(revocation.revoke(manage("user:alice"), Secret.of(ALICE), "mine")).isPresent();
    assertThat(fixture.present(ALICE)).isEqualTo("REVOKED");
  }

  @Test
  void without_an_answer_nothing_old_is_answered_either() {
    fixture.present(ALICE);
    fixture.store.goDown();

    assertThatThrownBy(() -> revoke(ALICE)).isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.presentCached(ALICE)).isEqualTo("ask");
  }
}
