package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Authentication.Authenticated;
import dev.memwarden.auth.Authentication.Refused;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorsTest {
  private static final Identity BY_KEY = Callers.identity("user:alice");
  private static final Identity BY_TOKEN = Callers.identity("service:zep");

  private final Authenticators both =
      Authenticators.of(
          new Knows<Credential.ApiKey>("good", BY_KEY, Refusal.UNKNOWN_KEY),
          new Knows<Credential.Bearer>("good", BY_TOKEN, Refusal.BAD_SIGNATURE),
          text -> text.matches(Secret.of("configured")),
          text -> text.matches(Secret.of("secret")));
  private final Gate gate = gate(both);

  private static Gate gate(Authenticators credentials) {
    Policy policy = new Policy(List.of(), new SettableClock());
    return Gate.guarded(credentials, _ -> new Refused(Refusal.UNKNOWN_KEY), () -> policy);
  }

  /// Takes one text and no other.
  private record Knows<C extends Credential>(String text, Identity who, Refusal otherwise)
      implements Authenticator<C> {
    @Override
    public Authentication authenticate(C credential, InetAddress from) {
      Secret presented =
          switch (credential) {
            case Credential.ApiKey(Secret key) -> key;
            case Credential.Bearer(Secret token) -> token;
            case Credential other -> throw new AssertionError(other);
          };
      return presented.matches(Secret.of(text)) ? new Authenticated(who) : new Refused(otherwise);
    }

    @Override
    public Optional<Authentication> ifCached(C credential, InetAddress from) {
      return Optional.of(authenticate(credential, from));
    }
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          KIND  | TEXT       | ANSWER
          key   | good       | user:alice
          key   | bad        | UNKNOWN_KEY
          key   | configured | UNKNOWN_KEY
          key   | secret     | SIGNING_SECRET
          token | good       | service:zep
          token | bad        | BAD_SIGNATURE
          token | configured | UNKNOWN_KEY
          token | secret     | SIGNING_SECRET
          """)
  void each_kind_has_one_judge(String kind, String text, String answer) {
    Credential credential = credential(kind, text);

    assertThat(said(gate.authenticate(credential, Callers.HOME))).isEqualTo(answer);
    assertThat(gate.ifCached(credential, Callers.HOME).map(AuthenticatorsTest::said))
        .contains(answer);
  }

  @Test
  void where_there_are_only_keys_a_token_is_one() {
    Gate keysOnly =
        gate(Authenticators.of(new Knows<Credential.ApiKey>("good", BY_KEY, Refusal.UNKNOWN_KEY)));

    for (String kind : List.of("key", "token")) {
      assertThat(said(keysOnly.authenticate(credential(kind, "good"), Callers.HOME)))
          .isEqualTo("user:alice");
      assertThat(
              keysOnly
                  .ifCached(credential(kind, "secret"), Callers.HOME)
                  .map(AuthenticatorsTest::said))
          .contains("UNKNOWN_KEY");
    }
  }

  private static Credential credential(String kind, String text) {
    return kind.equals("key")
        ? new Credential.ApiKey(Secret.of(text))
        : new Credential.Bearer(Secret.of(text));
  }

  private static String said(Authentication authentication) {
    return switch (authentication) {
      case Authenticated(var identity) -> identity.principal().toString();
      case Refused(var why) -> why.name();
    };
  }
}
