package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.auth.token.TestIssuer.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is known to have worked against other verifiers of public keys, one test for each way. What
/// concerns the form of tokens is in [TokenAttacksTest].
class IssuerAttacksTest {
  private static final Key RSA = IssuerFixture.RSA;
  private static final Key EC = Key.make("ec", "ES256");
  private static final Key ATTACKER = Key.make("rsa", "RS256");
  private static final String KEYS = "https://issuer.test/.well-known/jwks.json";
  private static final String ONE = "https://one.test/";
  private static final String TWO = "https://two.test/";

  private IssuerFixture fixture = new IssuerFixture();

  private void withEveryAlgorithm() {
    IssuerRules rules = IssuerFixture.rules();
    fixture =
        new IssuerFixture(
            new IssuerRules(
                rules.issuer(),
                rules.preset(),
                EnumSet.allOf(SignatureAlgorithm.class),
                rules.audiences(),
                rules.subject(),
                rules.tenants(),
                rules.scopes(),
                rules.roles(),
                rules.leeway()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "None",
        "nOnE",
        "NONE",
        "none ",
        "",
        "rs256",
        "RS256 ",
        " RS256",
        "RSA256",
        "RS1",
        "HS256",
        "HS512",
        "dir",
        "RSA-OAEP",
        "PS256",
        "ES256",
        "Ed25519",
        "RS512",
        "RS256\\u0000"
      })
  void algorithms_that_are_none_or_not_allowed(String algorithm) {
    String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa\"}";
    String claims = fixture.claims("");

    assertThat(fixture.present(RSA.sign(header, claims))).isEqualTo("WRONG_ALGORITHM");
    assertThat(fixture.present(TestTokens.encode(header) + "." + TestTokens.encode(claims) + "."))
        .isEqualTo("WRONG_ALGORITHM");
    assertThat(fixture.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"kid\":\"rsa\"}", "{\"alg\":[\"RS256\"]}", "{\"alg\":256}", "{\"alg\":null}"})
  void an_algorithm_that_is_missing_or_no_text(String header) {
    assertThat(fixture.present(RSA.sign(header, fixture.claims("")))).isEqualTo("MALFORMED_TOKEN");
  }

  // CVE-2016-10555, and with white space around it CVE-2023-48223 and CVE-2026-34950.
  @Test
  void the_issuers_public_key_as_a_shared_secret() {
    byte[] der = RSA.pair().getPublic().getEncoded();
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    List<Secret> texts =
        Stream.concat(
                Stream.of(
                        pem,
                        pem.strip(),
                        " " + pem,
                        pem + "\n ",
                        RSA.jwk(true),
                        TestIssuer.set(RSA))
                    .map(Secret::of),
                Stream.of(Secret.copyOf(der)))
            .toList();
    TokenJudges both = besideSharedSecret();

    for (Secret text : texts) {
      String token =
          TestTokens.signed(text, "{\"alg\":\"HS256\",\"kid\":\"rsa\"}", fixture.claims(""));
      assertThat(fixture.present(token)).isEqualTo("WRONG_ALGORITHM");
      assertThat(
              both.authenticate(new Credential.Bearer(Secret.of(token)), Callers.HOME).toString())
          .contains("BAD_SIGNATURE");
    }
  }

  private TokenJudges besideSharedSecret() {
    return new TokenJudges(
        Optional.of(
            new SharedSecretJudge(
                SharedSecrets.of(TestTokens.SECRET, List.of()),
                SharedSecretRules.of("default", Set.of("memwarden"), false, Duration.ZERO),
                fixture.store,
                _ -> {})),
        Map.of(),
        fixture.clock);
  }

  // CVE-2026-22817: a key without an algorithm is not for whatever the token says.
  @Test
  void a_key_without_an_algorithm_is_for_none_where_several_would_do() {
    withEveryAlgorithm();
    fixture.publish(KEYS, "{\"keys\":[" + RSA.jwk(false) + "]}");

    assertThat(fixture.present(fixture.good())).isEqualTo("UNKNOWN_SIGNING_KEY");
  }

  @Test
  void a_key_is_used_with_its_own_algorithm_only() {
    withEveryAlgorithm();
    Key pss = new Key("rsa", "PS256", RSA.pair());

    assertThat(fixture.present(fixture.good())).isEqualTo("user:alice");
    assertThat(fixture.present(pss.sign(fixture.claims("")))).isEqualTo("UNKNOWN_SIGNING_KEY");
  }

  // CVE-2022-21449 and its kin: numbers that make any text look signed.
  @Test
  void psychic_signatures() {
    withEveryAlgorithm();
    fixture.publish(KEYS, TestIssuer.set(EC));
    String token = EC.sign(fixture.claims(""));
    String signed = token.substring(0, token.lastIndexOf('.') + 1);
    byte[] order = Base64.getUrlDecoder().decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE");
    byte[] both = Arrays.copyOf(order, 64);
    System.arraycopy(order, 0, both, 32, 32);

    for (byte[] signature : List.of(new byte[64], both, Arrays.copyOf(order, 64), new byte[0])) {
      assertThat(fixture.present(signed + TestTokens.encode(signature))).isEqualTo("BAD_SIGNATURE");
    }
    assertThat(fixture.present(token)).isEqualTo("user:alice");
  }

  @Test
  void a_signature_that_is_missing_cut_or_longer() {
    String token = fixture.good();
    String signed = token.substring(0, token.lastIndexOf('.') + 1);
    byte[] good = Base64.getUrlDecoder().decode(token.substring(signed.length()));

    for (int length : new int[] {0, 1, 255, 257, 512}) {
      assertThat(fixture.present(signed + TestTokens.encode(Arrays.copyOf(good, length))))
          .isEqualTo("BAD_SIGNATURE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jwk\":%s",
        "\"jku\":\"https://evil.test/keys\"",
        "\"x5u\":\"https://evil.test/cert\"",
        "\"x5c\":[\"MIIB\"]",
        "\"x5t\":\"AAAA\""
      })
  void keys_that_a_token_brings_along(String member) {
    fixture.publish("https://evil.test/keys", TestIssuer.set(ATTACKER));
    String header =
        "{\"alg\":\"RS256\",\"kid\":\"rsa\"," + member.formatted(ATTACKER.jwk(true)) + "}";

    assertThat(fixture.present(ATTACKER.sign(header, fixture.claims(""))))
        .isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.asked).containsExactly(KEYS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "../../../../dev/null"               | UNKNOWN_SIGNING_KEY
          "/dev/null"                          | UNKNOWN_SIGNING_KEY
          "' OR '1'='1"                        | UNKNOWN_SIGNING_KEY
          "*)(uid=*"                           | UNKNOWN_SIGNING_KEY
          "rsa\\r\\nX: y"                      | UNKNOWN_SIGNING_KEY
          "rsa\\u0000"                         | UNKNOWN_SIGNING_KEY
          "RSA"                                | UNKNOWN_SIGNING_KEY
          " rsa"                               | UNKNOWN_SIGNING_KEY
          "https://evil.test/keys"             | UNKNOWN_SIGNING_KEY
          ""                                   | UNKNOWN_SIGNING_KEY
          1                                    | MALFORMED_TOKEN
          ["rsa"]                              | MALFORMED_TOKEN
          null                                 | MALFORMED_TOKEN
          {"kid":"rsa"}                        | MALFORMED_TOKEN
          """)
  void key_ids_are_names_and_nothing_else(String id, String answer) {
    String header = "{\"alg\":\"RS256\",\"kid\":" + id + "}";

    assertThat(fixture.present(RSA.sign(header, fixture.claims("")))).isEqualTo(answer);
    assertThat(fixture.asked).isSubsetOf(KEYS);
  }

  @Test
  void a_key_id_of_a_megabyte() {
    String header = "{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(1 << 20) + "\"}";

    assertThat(fixture.present(RSA.sign(header, fixture.claims("")))).isEqualTo("MALFORMED_TOKEN");
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void a_token_without_a_key_id_where_several_keys_would_do() {
    Key other = Key.make("other", "RS256");
    fixture.publish(KEYS, TestIssuer.set(RSA, other));

    assertThat(fixture.present(RSA.sign("{\"alg\":\"RS256\"}", fixture.claims(""))))
        .isEqualTo("NO_KEY_ID");
  }

  @Test
  void an_issuer_cannot_sign_for_another_even_under_the_same_key_id() {
    fixture =
        new IssuerFixture(
            IssuerRules.of(ONE, IssuerPreset.GENERIC, Set.of("memwarden")),
            IssuerRules.of(TWO, IssuerPreset.GENERIC, Set.of("memwarden")));
    fixture.publish("https://two.test/.well-known/jwks.json", TestIssuer.set(ATTACKER));

    assertThat(fixture.present(ATTACKER.sign(fixture.claims(TWO, "")))).isEqualTo("user:alice");
    assertThat(fixture.present(ATTACKER.sign(fixture.claims(ONE, "")))).isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.present(RSA.sign(fixture.claims(TWO, "")))).isEqualTo("BAD_SIGNATURE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa\"}",
        "{\"alg\":\"RS256\",\"kid\":\"other\",\"kid\":\"rsa\"}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[]}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"b64\":false}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"zip\":\"DEF\"}",
        "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"enc\":\"A128GCM\"}",
      })
  void headers_that_say_more_than_is_understood(String header) {
    assertThat(fixture.present(RSA.sign(header, fixture.claims("")))).isEqualTo("MALFORMED_TOKEN");
    assertThat(fixture.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "exp"})
  void a_claim_that_comes_twice(String name) {
    String more = ",\"" + name + "\":" + (name.equals("exp") ? "9999999999" : "\"memwarden\"");

    assertThat(fixture.present(RSA.sign(fixture.claims(more)))).isEqualTo("MALFORMED_TOKEN");
  }

  // CVE-2026-29000, CVE-2023-51774: what is inside of an encrypted token may not be signed at all.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"cty\":\"JWT\"}",
        "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
        "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"enc\":\"A128GCM\"}",
      })
  void encrypted_tokens(String header) {
    String token = TestTokens.encode(header) + ".AAAA.AAAA.AAAA.AAAA";

    assertThat(fixture.present(token)).isEqualTo("MALFORMED_TOKEN");
    assertThat(fixture.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "exp":"9999999999"  | MALFORMED_TOKEN
          "exp":1e400         | MALFORMED_TOKEN
          "exp":NaN           | MALFORMED_TOKEN
          "exp":null          | MALFORMED_TOKEN
          "exp":true          | MALFORMED_TOKEN
          "exp":[9999999999]  | MALFORMED_TOKEN
          "exp":-1            | MALFORMED_TOKEN
          "exp":9007199254740994 | MALFORMED_TOKEN
          "exp":0             | EXPIRED
          "exp":253402300799  | user:alice
          "exp":9007199254740991 | user:alice
          "exp":9999999999.5  | user:alice
          "nbf":"0"           | MALFORMED_TOKEN
          "iat":"0"           | MALFORMED_TOKEN
          "iat":-1            | MALFORMED_TOKEN
          """)
  void times_that_are_none(String claim, String answer) {
    String claims =
        "{\"iss\":\"https://issuer.test/\",\"sub\":\"alice\",\"aud\":\"memwarden\","
            + (claim.startsWith("\"exp") ? "" : "\"exp\":9999999999,")
            + claim
            + "}";

    assertThat(fixture.present(RSA.sign(claims))).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"at_hash\":\"x\"",
        ",\"nonce\":\"x\"",
        ",\"c_hash\":\"x\"",
        ",\"cnf\":{\"jkt\":\"x\"}",
        ",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}"
      })
  void tokens_of_the_issuer_that_are_none_to_call_with(String more) {
    assertThat(fixture.present(RSA.sign(fixture.claims(more)))).isEqualTo("WRONG_TOKEN_TYPE");
  }

  // Each token of a made-up key costs the issuer nothing, and nobody who has a good one anything.
  @Test
  void a_flood_of_unknown_key_ids() {
    String token = fixture.good();
    fixture.present(token);
    fixture.clock.advance(IssuerKeys.PAUSE);
    for (int i = 0; i < 500; i++) {
      Key made = new Key("made-up-" + i, "RS256", ATTACKER.pair());
      assertThat(fixture.present(made.sign(fixture.claims("")))).isEqualTo("UNKNOWN_SIGNING_KEY");
      fixture.clock.advance(Duration.ofMillis(50));
    }

    assertThat(fixture.asked).hasSize(2);
    assertThat(fixture.presentCached(token)).isEqualTo("user:alice");
    assertThat(fixture.present(RSA.sign(fixture.claims(",\"jti\":\"2\"")))).isEqualTo("user:alice");
  }

  // jwks-rsa-java#173: whoever makes up key ids must not use up the fetches of others.
  @Test
  void a_flood_at_one_issuer_neither_hides_its_new_key_for_long_nor_touches_another() {
    fixture =
        new IssuerFixture(
            IssuerRules.of(ONE, IssuerPreset.GENERIC, Set.of("memwarden")),
            IssuerRules.of(TWO, IssuerPreset.GENERIC, Set.of("memwarden")));
    Key next = new Key("next", "RS256", RSA.pair());
    for (String issuer : List.of(ONE, TWO)) {
      fixture.present(RSA.sign(fixture.claims(issuer, "")));
    }
    fixture.clock.advance(IssuerKeys.PAUSE);
    for (int i = 0; i < 100; i++) {
      fixture.present(
          new Key("made-up-" + i, "RS256", ATTACKER.pair()).sign(fixture.claims(ONE, "")));
    }
    for (String issuer : List.of(ONE, TWO)) {
      fixture.publish(issuer + ".well-known/jwks.json", TestIssuer.set(next));
    }

    assertThat(fixture.present(next.sign(fixture.claims(TWO, "")))).isEqualTo("user:alice");
    assertThat(fixture.present(next.sign(fixture.claims(ONE, ""))))
        .isEqualTo("UNKNOWN_SIGNING_KEY");
    fixture.clock.advance(IssuerKeys.PAUSE);
    assertThat(fixture.present(next.sign(fixture.claims(ONE, "")))).isEqualTo("user:alice");
  }

  // Attack 3.4 for tokens: what is remembered is a whole text, not the part that is signed.
  @Test
  void a_remembered_token_with_another_signature_is_another_token() {
    String token = fixture.good();
    String signed = token.substring(0, token.lastIndexOf('.') + 1);
    byte[] changed = Base64.getUrlDecoder().decode(token.substring(signed.length()));
    changed[255] ^= 1;

    assertThat(fixture.present(token)).isEqualTo("user:alice");
    assertThat(fixture.presentCached(token)).isEqualTo("user:alice");
    assertThat(fixture.presentCached(signed + TestTokens.encode(changed))).isEqualTo("ask");
    assertThat(fixture.present(signed + TestTokens.encode(changed))).isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.present(signed + "AAAA")).isEqualTo("BAD_SIGNATURE");
  }

  // CVE-2026-48524: a document that cannot be had or trusted takes nothing away.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{\"keys\":[]",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"x\"}]}"
      })
  void a_bad_document_does_not_evict_good_keys(String document) {
    fixture.present(fixture.good());
    fixture.publish(KEYS, document);
    fixture.clock.advance(IssuerKeys.PAUSE);
    String unknown = new Key("x", "RS256", ATTACKER.pair()).sign(fixture.claims(""));

    assertThatThrownBy(() -> fixture.present(unknown))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.present(RSA.sign(fixture.claims(",\"jti\":\"2\"")))).isEqualTo("user:alice");
  }

  // CVE-2025-64527: several tokens while keys cannot be fetched.
  @Test
  void many_tokens_at_once_while_no_keys_can_be_had() {
    fixture.published.put(KEYS, new Answer.Failed("refused"));
    List<CompletableFuture<Void>> all =
        Stream.iterate(0, i -> i + 1)
            .limit(16)
            .map(i -> RSA.sign(fixture.claims(",\"jti\":\"" + i + "\"")))
            .map(token ->
                CompletableFuture.runAsync(
                    () ->
                        assertThatThrownBy(() -> fixture.present(token))
                            .isInstanceOf(StoreUnavailableException.class),
                    task -> Thread.ofVirtual().start(task)))
            .toList();

    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  void a_clock_that_leaps_neither_revives_nor_kills() {
    String token = fixture.good();
    fixture.present(token);
    fixture.clock.advance(Duration.ofDays(-2));
    assertThat(fixture.presentCached(token)).isEqualTo("user:alice");
    fixture.clock.advance(Duration.ofDays(4));
    assertThat(fixture.present(token)).isEqualTo("EXPIRED");
  }

  @Test
  void nothing_that_is_said_before_the_signature_holds_is_believed() {
    String forged = ATTACKER.sign(fixture.claims(",\"exp2\":1").replace("\"alice\"", "\"bob\""));

    assertThat(fixture.present(forged)).isEqualTo("BAD_SIGNATURE");
    assertThat(fixture.arrived).isEmpty();
    assertThat(fixture.store.asked).isEmpty();
    assertThat(new String(Base64.getUrlDecoder().decode(forged.split("\\.")[1]), UTF_8))
        .contains("bob");
  }
}
