package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedSecretMintTest {
  private final SharedSecretMint mint =
      new SharedSecretMint(SharedSecrets.of(TestTokens.SECRET, List.of(TestTokens.FORMER)));
  private final TokenFixture fixture = new TokenFixture();

  // The published default secret is refused as a secret, but what was made with it is known.
  @Test
  void a_signature_is_that_of_the_original() {
    byte[] signed = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30".getBytes(US_ASCII);
    HmacKey key = HmacKey.of(Secret.of("do-not-use-this-secret-in-production"));

    assertThat(TestTokens.encode(key.sign(signed, signed.length)))
        .isEqualTo("12zfcf0Bz8NTzH4bU58lst3WN8qQpKjqsm7D83exRvw");
  }

  @Test
  void without_claims_there_is_one_token_for_a_secret() {
    assertThat(mint.bare().revealText())
        .startsWith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.")
        .isEqualTo(mint.bare().revealText());
    assertThat(fixture.present(mint.bare().revealText())).isEqualTo("service:zep");
  }

  @Test
  void a_wish_becomes_claims() {
    String token =
        mint.mint(
                new SharedSecretMint.Wish(
                    Optional.of("al\"ice é"),
                    Optional.of(Set.of(Action.CHAT, Action.MEMORY_READ)),
                    SettableClock.NOON,
                    Optional.of(SettableClock.NOON.plus(Duration.ofHours(1)).plusMillis(999)),
                    "t1"))
            .revealText();

    assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8))
        .isEqualTo(
            "{\"sub\":\"al\\\"ice é\",\"scope\":\"memory:read chat\",\"iat\":1795348800,"
                + "\"exp\":1795352400,\"jti\":\"t1\"}");
    assertThat(fixture.present(token)).isEqualTo("user:al\"ice é");
  }

  @Test
  void a_wish_may_be_small() {
    String token =
        mint.mint(
                new SharedSecretMint.Wish(
                    Optional.empty(), Optional.empty(), SettableClock.NOON, Optional.empty(), "t1"))
            .revealText();

    assertThat(fixture.identity(token).ceiling().actions()).isEqualTo(Action.MEMORY_AND_CHAT);
    assertThat(fixture.identity(token).ceiling().expiresAt()).isEmpty();
  }
}
