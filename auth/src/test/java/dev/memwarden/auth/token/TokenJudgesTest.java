package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenJudgesTest {
  private static final String OF_ONE =
      TestTokens.signed(
          TestTokens.FOREIGN, "{\"alg\":\"RS256\"}", "{\"iss\":\"https://one.test\"}");

  private final SettableClock clock = new SettableClock();
  private final Scripted shared = new Scripted(CredentialRef.Kind.SHARED_SECRET_JWT);
  private final Scripted one = new Scripted(CredentialRef.Kind.API_KEY);
  private final Scripted two = new Scripted(CredentialRef.Kind.API_KEY);
  private final TokenJudges judges =
      new TokenJudges(
          Optional.of(shared), Map.of("https://one.test", one, "https://two.test", two), clock);

  /// Says what it is told to, and remembers that it was asked.
  private final class Scripted implements TokenJudge {
    private final CredentialRef.Kind kind;
    private final List<String> asked = new ArrayList<>();
    private Optional<Authentication> quick = Optional.empty();
    private Authentication verified;
    private Optional<Refusal> fallen = Optional.empty();
    private Runnable meanwhile = () -> {};

    Scripted(CredentialRef.Kind kind) {
      this.kind = kind;
      this.verified = new Authenticated(identity(Callers.UNLIMITED));
    }

    Identity identity(Ceiling ceiling) {
      return new Identity(Callers.ALICE, Set.of(), ceiling, new CredentialRef(kind, "id"));
    }

    @Override
    public CredentialRef.Kind kind() {
      return kind;
    }

    @Override
    public Optional<Authentication> ifQuick(PresentedToken token, Instant now) {
      asked.add("quick");
      return quick;
    }

    @Override
    public Authentication verify(PresentedToken token, Instant now) {
      asked.add("verify");
      Authentication answer = verified;
      meanwhile.run();
      return answer;
    }

    @Override
    public Optional<Identity> signedFor(PresentedToken token) {
      return Optional.of(identity(Callers.UNLIMITED));
    }

    @Override
    public Authentication asStored(Identity proved) {
      asked.add("stored");
      return fallen.<Authentication>map(Refused::new).orElse(new Authenticated(proved));
    }

    @Override
    public boolean isConcernedBy(String id) {
      return id.equals("mine");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {"alg":"HS256"}             | {}                                  | shared
          {"alg":"HS256"}             | {"iss":"https://one.test"}          | shared
          {"alg":"RS256"}             | {"iss":"https://one.test"}          | one
          {"alg":"Ed25519"}           | {"iss":"https://two.test"}          | two
          {"alg":"RS256","kid":"two"} | {"iss":"https://one.test"}          | one
          {"alg":"RS256"}             | {}                                  | UNKNOWN_ISSUER
          {"alg":"RS256"}             | {"iss":"https://one.test/"}         | UNKNOWN_ISSUER
          {"alg":"RS256"}             | {"iss":"https://ONE.test"}          | UNKNOWN_ISSUER
          {"alg":"RS256"}             | {"iss":["https://one.test"]}        | UNKNOWN_ISSUER
          {"alg":"RS256"}             | {"iss":null}                        | UNKNOWN_ISSUER
          {"alg":"RS256"}             | {"iss":"https://one.test","iss":""} | MALFORMED_TOKEN
          {"alg":"RS256"}             | []                                  | MALFORMED_TOKEN
          {"alg":"HS384"}             | {"iss":"https://one.test"}          | WRONG_ALGORITHM
          {"alg":"none"}              | {"iss":"https://one.test"}          | WRONG_ALGORITHM
          {"alg":"rs256"}             | {"iss":"https://one.test"}          | WRONG_ALGORITHM
          {"alg":"RS256","crit":[]}   | {"iss":"https://one.test"}          | MALFORMED_TOKEN
          """)
  void one_judge_is_asked_and_no_other(String header, String claims, String who) {
    Authentication answer = present(TestTokens.signed(TestTokens.SECRET, header, claims));

    assertThat(shared.asked.isEmpty()).isEqualTo(!who.equals("shared"));
    assertThat(one.asked.isEmpty()).isEqualTo(!who.equals("one"));
    assertThat(two.asked.isEmpty()).isEqualTo(!who.equals("two"));
    assertThat(answer)
        .isEqualTo(
            switch (who) {
              case "shared" -> shared.verified;
              case "one" -> one.verified;
              case "two" -> two.verified;
              default -> new Refused(Refusal.valueOf(who));
            });
  }

  @Test
  void a_refusal_of_one_is_the_answer() {
    one.verified = new Refused(Refusal.BAD_SIGNATURE);

    assertThat(present(OF_ONE)).isEqualTo(one.verified);
    assertThat(shared.asked).isEmpty();
    assertThat(two.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"RS256, https://one.test, WRONG_ALGORITHM", "HS256, '', WRONG_ALGORITHM"})
  void without_a_judge_for_it_a_token_is_refused(String algorithm, String issuer, Refusal why) {
    TokenJudges none = new TokenJudges(Optional.empty(), Map.of(), clock);
    String token =
        TestTokens.signed(
            TestTokens.SECRET, "{\"alg\":\"" + algorithm + "\"}", "{\"iss\":\"" + issuer + "\"}");

    assertThat(none.authenticate(bearer(token), Callers.HOME)).isEqualTo(new Refused(why));
    assertThat(none.ifCached(bearer(token), Callers.HOME)).contains(new Refused(why));
  }

  @Test
  void a_good_token_is_judged_once_until_something_changes() {
    present(OF_ONE);
    present(OF_ONE);
    assertThat(one.asked).containsExactly("verify", "stored");
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).contains(one.verified);

    judges.invalidate("another's");
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).contains(one.verified);
    judges.invalidate("mine");
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).isEmpty();
    present(OF_ONE);
    judges.invalidateAll();
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).isEmpty();
  }

  @Test
  void a_refused_token_is_judged_every_time() {
    one.verified = new Refused(Refusal.BAD_SIGNATURE);
    present(OF_ONE);
    present(OF_ONE);

    assertThat(one.asked).containsExactly("verify", "verify");
  }

  @Test
  void a_token_whose_key_is_taken_back_while_it_is_verified_is_refused_and_not_remembered() {
    one.meanwhile =
        () -> {
          one.meanwhile = () -> {};
          one.verified = new Refused(Refusal.UNKNOWN_SIGNING_KEY);
          judges.invalidateAll();
        };

    assertThat(present(OF_ONE)).isEqualTo(new Refused(Refusal.UNKNOWN_SIGNING_KEY));
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).isEmpty();
    assertThat(present(OF_ONE)).isEqualTo(new Refused(Refusal.UNKNOWN_SIGNING_KEY));
  }

  @Test
  void only_a_refusal_is_quick() {
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).isEmpty();
    one.quick = Optional.of(one.verified);
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).isEmpty();
    one.quick = Optional.of(new Refused(Refusal.WRONG_TOKEN_TYPE));
    assertThat(judges.ifCached(bearer(OF_ONE), Callers.HOME)).isEqualTo(one.quick);
  }

  @Test
  void a_job_stands_on_what_its_token_proved() {
    Identity limited =
        one.identity(Callers.UNLIMITED.expiring(Optional.of(clock.instant().plusSeconds(60))));

    assertThat(judges.of(limited)).isEqualTo(new Authenticated(limited));
    clock.advance(Duration.ofSeconds(60));
    assertThat(judges.of(limited)).isEqualTo(new Refused(Refusal.EXPIRED));
    one.fallen = Optional.of(Refusal.REVOKED);
    two.fallen = Optional.of(Refusal.REVOKED);
    assertThat(judges.of(one.identity(Callers.UNLIMITED))).isEqualTo(new Refused(Refusal.REVOKED));
  }

  @Test
  void no_job_stands_on_what_is_no_token() {
    Identity socket =
        new Identity(
            Callers.ALICE,
            Set.of(),
            Callers.UNLIMITED,
            new CredentialRef(CredentialRef.Kind.CONTROL_SOCKET, "id"));

    assertThat(judges.of(socket)).isEqualTo(new Refused(Refusal.UNKNOWN_KEY));
    assertThat(one.asked).isEmpty();
  }

  private Authentication present(String token) {
    return judges.authenticate(bearer(token), Callers.HOME);
  }

  private static Credential.Bearer bearer(String token) {
    return new Credential.Bearer(Secret.of(token));
  }
}
