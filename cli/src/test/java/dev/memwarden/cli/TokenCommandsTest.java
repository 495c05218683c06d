package dev.memwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.SharedSecretMint;
import dev.memwarden.auth.token.SharedSecrets;
import dev.memwarden.cli.CommandLineFixture.Result;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokenCommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String SECRET =
      "q1-vS0PgmRbWq0bNkvWjKqk8w2GJcLxYyD5o0mG3n1fU7ZtXrE4hBvA9sHdJpLw6QeTzCiMuVyOaRkNxF2lBgA==";

  @TempDir Path folder;

  private CommandLineFixture line;

  @BeforeEach
  void prepare() {
    line = new CommandLineFixture(folder);
    line.now = NOW;
    line.environment.put("ZEP_AUTH_SECRET", SECRET);
  }

  private Result run(String... args) {
    return line.run(args);
  }

  private static JsonNode json(String text) {
    return ((Parsed.Value) Json.parse(text)).node();
  }

  private static JsonNode claims(String token) {
    return json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8));
  }

  private static String bare(String secret) {
    return new SharedSecretMint(SharedSecrets.of(Secret.of(secret), List.of())).bare().revealText();
  }

  private static boolean isSigned(String token, String secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    int dot = token.lastIndexOf('.');
    byte[] expected = mac.doFinal(token.substring(0, dot).getBytes(UTF_8));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(expected)
        .equals(token.substring(dot + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--generate-token", "-g"})
  void generate_token_prints_the_token_alone(String option) {
    assertThat(run(option)).isEqualTo(new Result(0, bare(SECRET) + System.lineSeparator(), ""));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void generate_token_reads_the_secret_from_wherever_it_is() throws IOException {
    line.environment.clear();
    Files.writeString(folder.resolve(".env"), "ZEP_AUTH_SECRET=" + SECRET + "\n");
    assertThat(run("--generate-token").out().strip()).isEqualTo(bare(SECRET));

    Files.delete(folder.resolve(".env"));
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    line.environment.put("ZEP_AUTH_SECRET_FILE", "secret");
    assertThat(run("--generate-token").out().strip()).isEqualTo(bare(SECRET));
  }

  @Test
  void without_a_secret_there_is_no_token() {
    line.environment.clear();

    for (String[] command :
        List.of(new String[] {"--generate-token"}, new String[] {"token", "mint"})) {
      assertThat(run(command))
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "memwarden: Auth secret not set. Ensure ZEP_AUTH_SECRET is set in your"
                      + " environment."
                      + System.lineSeparator()));
    }
  }

  @Test
  void a_published_secret_signs_nothing() {
    line.environment.put("ZEP_AUTH_SECRET", "do-not-use-this-secret-in-production");

    Result result = run("--generate-token");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("is published as an example");
  }

  @Test
  void mint_makes_a_token_of_the_service_that_can_be_told_from_others()
      throws GeneralSecurityException {
    Result minted = run("token", "mint");

    assertThat(minted.code()).isZero();
    String token = minted.out().strip();
    assertThat(isSigned(token, SECRET)).isTrue();
    assertThat(claims(token).propertyNames()).containsExactly("iat", "jti");
    assertThat(claims(token).path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(run("token", "mint").out()).isNotEqualTo(minted.out());
  }

  @Test
  void mint_takes_a_user_scopes_and_an_end() {
    JsonNode minted =
        json(
            run(
                    "token",
                    "mint",
                    "--sub",
                    "alice",
                    "--scopes",
                    "chat,memory:*",
                    "--expires-in",
                    "1h",
                    "-o",
                    "json")
                .out());

    JsonNode claims = claims(minted.path("token").asString());
    assertThat(claims.path("sub").asString()).isEqualTo("alice");
    assertThat(claims.path("scope").asString())
        .isEqualTo("memory:read memory:write memory:delete chat");
    assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 3600);
    assertThat(minted.path("sub").asString()).isEqualTo("alice");
    assertThat(minted.path("scope")).isEqualTo(claims.path("scope"));
    assertThat(minted.path("issued_at").asString()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(minted.path("expires_at").asString()).isEqualTo("2026-11-22T13:00:00Z");
    assertThat(minted.path("jti")).isEqualTo(claims.path("jti"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --scopes memory:fly              | 2 | unknown action 'memory:fly'
          --scopes keys:manage             | 1 | allows no more than memory:* and chat
          --expires-in 0d                  | 2 | is no duration above 0
          --what                           | 2 | Unknown option
          """)
  void a_token_that_makes_no_sense_is_not_made(String args, int code, String why) {
    Result result = run(("token mint " + args).split(" "));

    assertThat(result.code()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(why);
  }

  @Test
  void a_user_id_must_be_one() {
    assertThat(run("token", "mint", "--sub", "").code()).isEqualTo(2);
    assertThat(run("token", "mint", "--sub", "a\tb").code()).isEqualTo(2);
  }

  @Test
  void where_tokens_must_name_a_user_no_other_is_made() {
    line.environment.put("MEMWARDEN_ZEP_REQUIRE_SUBJECT", "true");

    assertThat(run("token", "mint").err()).contains("name one with --sub");
    assertThat(run("token", "mint", "--sub", "alice", "--scopes", "keys:manage").code()).isZero();
  }

  @Test
  void revoke_ends_a_token_by_its_text_or_id() {
    run("key", "add", "--user", "alice");
    String token = run("token", "mint", "--sub", "alice").out().strip();

    Result revoked = run("token", "revoke", token, "--reason", "lost");

    assertThat(revoked.code()).as(revoked.err()).isZero();
    assertThat(revoked.out()).matches("Token jwt[0-9a-f]{24} is revoked\\.\\R");
    String id = revoked.out().split(" ")[1];
    assertThat(json(run("token", "revoke", id, "-o", "json").out()).path("id").asString())
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwt", "jwt0123456789abcdef0123456g", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"})
  void what_is_no_token_of_ours_is_not_revoked(String token) {
    run("key", "add", "--user", "alice");

    Result refused = run("token", "revoke", token);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("that is no token that is taken here, nor the id of one");
  }

  @Test
  void secret_generate_makes_a_secret_and_its_token() {
    JsonNode made = json(run("secret", "generate", "-o", "json").out());

    String secret = made.path("secret").asString();
    assertThat(secret).matches("[A-Za-z0-9_-]{86}==");
    assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(64);
    assertThat(made.path("token").asString()).isEqualTo(bare(secret));
    assertThat(made.propertyNames()).containsExactly("secret", "token");
    assertThat(run("secret", "generate").out())
        .matches(
            "Secret: [A-Za-z0-9_-]{86}==\\RJWT token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                + "\\.e30\\.[A-Za-z0-9_-]{43}\\R");
  }

  @Test
  void secret_generate_waits_for_enter_when_asked_to() {
    line.input = "\n\n";

    Result shown = run("secret", "generate", "-i");

    assertThat(shown.code()).isZero();
    assertThat(shown.out()).matches("Secret: \\S+\\RJWT token: \\S+\\R");
    assertThat(shown.err()).isEqualTo("Press Enter to go on. Press Enter to go on. ");
    assertThat(run("secret", "generate", "-i", "-o", "json").code()).isEqualTo(2);
  }

  @Test
  void config_check_masks_the_secrets() {
    line.environment.put("MEMWARDEN_ZEP_FORMER_SECRETS", SECRET + "x");

    Result result = run("config", "check");

    assertThat(result.code()).isZero();
    assertThat(result.out() + result.err()).doesNotContain(SECRET);
  }
}
