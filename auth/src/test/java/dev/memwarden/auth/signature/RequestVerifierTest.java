package dev.memwarden.auth.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.token.SignatureTurns;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A request is signed as a client would, then sent as an attacker would.
class RequestVerifierTest {
  private static final KeyPair OWN = keys();
  private static final KeyPair OTHER = keys();
  private static final String URL = "https://memory.test";
  private static final String BODY = "{\"text\":\"tea\"}";
  private static final long NOW = SettableClock.NOON.getEpochSecond() + 100;
  private static final String ALL = "\"@method\" \"@target-uri\" \"content-digest\"";

  private final SettableClock clock = new SettableClock();
  private final SignatureTurns turns = new SignatureTurns(1);
  private final RequestVerifier verifier = new RequestVerifier(turns, clock);
  private final AtomicInteger nonces = new AtomicInteger();
  private final Map<String, List<String>> fields = new HashMap<>();

  private String method = "POST";
  private String target = "/memories?user=alice";
  private String body = BODY;

  @BeforeEach
  void aWhileAfterTheStart() {
    clock.advance(Duration.ofSeconds(100));
  }

  @Test
  void takes_what_its_key_has_signed() throws GeneralSecurityException {
    sign(ALL, usual());

    assertThat(said()).isEqualTo("genuine");
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          WHAT IS SENT INSTEAD        | ANSWER
          method=PUT                  | WRONG_SIGNATURE
          target=/memories?user=bob   | WRONG_SIGNATURE
          target=/memories            | WRONG_SIGNATURE
          target=/memories?user=alice&| WRONG_SIGNATURE
          target=/Memories?user=alice | WRONG_SIGNATURE
          body={"text":"Tea"}         | wrong body
          body=                       | wrong body
          Content-Digest=             | MALFORMED_SIGNATURE
          Content-Digest=sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=: | WRONG_SIGNATURE
          Signature=                  | MALFORMED_SIGNATURE
          Signature-Input=            | MALFORMED_SIGNATURE
          Signature=sig=:AAAA:        | WRONG_SIGNATURE
          Signature=sig=AAAA          | MALFORMED_SIGNATURE
          Signature=x=:AAAA:          | MALFORMED_SIGNATURE
          Signature-Input=garbage     | MALFORMED_SIGNATURE
          """)
  void refuses_what_was_changed_after_it_was_signed(String change, String answer)
      throws GeneralSecurityException {
    sign(ALL, usual());
    String value = change.substring(change.indexOf('=') + 1);
    switch (change.substring(0, change.indexOf('='))) {
      case "method" -> method = value;
      case "target" -> target = value;
      case "body" -> body = value;
      case String name when value.isEmpty() -> fields.remove(name.toLowerCase(Locale.ROOT));
      case String name -> set(name, value);
    }

    assertThat(said()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COVERED                                           | ANSWER
          "@method" "@target-uri" "content-digest"          | genuine
          "content-digest" "@target-uri" "@method"          | genuine
          "@method" "@target-uri" "content-digest" "x-more" | genuine
          "@method" "@target-uri" "content-digest" "@path" "@query" "@authority" "@scheme" "@request-target" | genuine
          "@method" "@target-uri"                           | wrong body
          "@method" "content-digest"                        | INCOMPLETE_SIGNATURE
          "@target-uri" "content-digest"                    | INCOMPLETE_SIGNATURE
          "@method" "@path" "@authority" "content-digest"   | INCOMPLETE_SIGNATURE
          `                                                `| INCOMPLETE_SIGNATURE
          "@method" "@target-uri" "content-digest" "absent" | MALFORMED_SIGNATURE
          "@method" "@target-uri" "content-digest" "X-More" | MALFORMED_SIGNATURE
          "@method" "@target-uri" "content-digest" "@status"| MALFORMED_SIGNATURE
          "@method" "@target-uri" "content-digest" "@x"     | MALFORMED_SIGNATURE
          "@method" "@target-uri" "content-digest" ""       | MALFORMED_SIGNATURE
          """)
  void demands_that_the_signature_covers_the_request(String covered, String answer)
      throws GeneralSecurityException {
    set("X-More", "  one ");
    fields.put("x-more", List.of("  one ", "two"));
    sign(covered.strip(), usual());

    assertThat(said()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PARAMETERS                                                | ANSWER
          ;created=NOW;nonce="n";keyid="k1"                         | genuine
          ;keyid="k1";nonce="n";created=NOW;alg="ed25519"           | genuine
          ;created=NOW;nonce="n";keyid="k1";expires=NOW+1           | genuine
          ;created=NOW;nonce="n";keyid="k1";expires=NOW             | UNTIMELY_SIGNATURE
          ;created=NOW-60;nonce="n";keyid="k1"                      | genuine
          ;created=NOW-61;nonce="n";keyid="k1"                      | UNTIMELY_SIGNATURE
          ;created=NOW+5;nonce="n";keyid="k1"                       | genuine
          ;created=NOW+6;nonce="n";keyid="k1"                       | UNTIMELY_SIGNATURE
          ;created=0;nonce="n";keyid="k1"                           | UNTIMELY_SIGNATURE
          ;created=999999999999999;nonce="n";keyid="k1"             | UNTIMELY_SIGNATURE
          ;nonce="n";keyid="k1"                                     | INCOMPLETE_SIGNATURE
          ;created=NOW;keyid="k1"                                   | INCOMPLETE_SIGNATURE
          ;created=NOW;nonce="";keyid="k1"                          | INCOMPLETE_SIGNATURE
          ;created=NOW;nonce="n"                                    | INCOMPLETE_SIGNATURE
          ;created=NOW;nonce="n";keyid="k2"                         | WRONG_SIGNATURE
          ;created=NOW;nonce="n";keyid="K1"                         | WRONG_SIGNATURE
          ;created=NOW;nonce="n";keyid="k1";alg="hmac-sha256"       | WRONG_SIGNATURE
          ;created=NOW;nonce="n";keyid="k1";alg="Ed25519"           | WRONG_SIGNATURE
          ;created=NOW;nonce="n";keyid="k1";tag="app"               | MALFORMED_SIGNATURE
          """)
  void demands_its_parameters(String parameters, String answer) throws GeneralSecurityException {
    sign(
        ALL,
        parameters
            .replace("NOW-60", Long.toString(NOW - 60))
            .replace("NOW-61", Long.toString(NOW - 61))
            .replace("NOW+1", Long.toString(NOW + 1))
            .replace("NOW+5", Long.toString(NOW + 5))
            .replace("NOW+6", Long.toString(NOW + 6))
            .replace("NOW", Long.toString(NOW)));

    assertThat(said()).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 128, 129})
  void takes_nonces_of_a_bounded_length(int length) throws GeneralSecurityException {
    sign(ALL, ";created=" + NOW + ";keyid=\"k1\";nonce=\"" + "n".repeat(length) + "\"");

    assertThat(said()).isEqualTo(length <= 128 ? "genuine" : "INCOMPLETE_SIGNATURE");
  }

  @Test
  void says_so_when_there_is_none() {
    assertThat(said()).isEqualTo("UNSIGNED");
  }

  @Test
  void refuses_the_signature_of_another_key() throws GeneralSecurityException {
    sign(ALL, usual(), OTHER);

    assertThat(said()).isEqualTo("WRONG_SIGNATURE");
  }

  @Test
  void refuses_a_second_signature_even_if_one_is_good() throws GeneralSecurityException {
    sign(ALL, usual());
    String input = fields.get("signature-input").getFirst();
    String signature = fields.get("signature").getFirst();

    for (List<String> inputs :
        List.of(List.of(input + ", x=()"), List.of(input, "x=()"), List.of(input, input))) {
      fields.put("signature-input", inputs);
      assertThat(said()).isEqualTo("MALFORMED_SIGNATURE");
    }
    fields.put("signature-input", List.of(input));
    for (List<String> signatures :
        List.of(
            List.of(signature + ", x=:AAAA:"),
            List.of(signature, "x=:AAAA:"),
            List.of(signature, signature))) {
      fields.put("signature", signatures);
      assertThat(said()).isEqualTo("MALFORMED_SIGNATURE");
    }
    fields.put("signature", List.of(signature));
    assertThat(said()).isEqualTo("genuine");
  }

  @Test
  void refuses_a_request_that_came_before() throws GeneralSecurityException {
    sign(ALL, usual());

    assertThat(said()).isEqualTo("genuine");
    assertThat(said()).isEqualTo("REPLAYED");
    clock.advance(Duration.ofSeconds(60));
    assertThat(said()).isEqualTo("REPLAYED");
    clock.advance(Duration.ofSeconds(1));
    assertThat(said()).isEqualTo("UNTIMELY_SIGNATURE");
  }

  @Test
  void whoever_cannot_sign_uses_up_no_nonce() throws GeneralSecurityException {
    String parameters = usual();
    sign(ALL, parameters, OTHER);
    assertThat(said()).isEqualTo("WRONG_SIGNATURE");

    sign(ALL, parameters);
    assertThat(said()).isEqualTo("genuine");
  }

  @Test
  void does_not_know_what_came_before_it_was_started() throws GeneralSecurityException {
    RequestVerifier restarted = new RequestVerifier(turns, clock);
    sign(ALL, usual());
    assertThatThrownBy(() -> restarted.verify(signer(OWN), "k1", message()))
        .isInstanceOf(StoreUnavailableException.class);

    clock.advance(Duration.ofSeconds(6));
    sign(ALL, ";created=" + (NOW + 6) + ";nonce=\"later\";keyid=\"k1\"");
    assertThat(restarted.verify(signer(OWN), "k1", message())).isInstanceOf(Verdict.Genuine.class);
  }

  @Test
  void a_field_cannot_pass_for_several_lines() throws GeneralSecurityException {
    sign(ALL + " \"x-more\"", usual());
    for (String value : List.of("a\n\"@method\": PUT", "a\rb", "\u0100")) {
      set("x-more", value);
      assertThat(said()).isEqualTo("MALFORMED_SIGNATURE");
    }
  }

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          BASE                        | COMPONENT       | VALUE
          https://memory.test         | @target-uri     | https://memory.test/a?b=c
          https://memory.test/behind  | @target-uri     | https://memory.test/behind/a?b=c
          https://memory.test/behind  | @path           | /behind/a
          https://memory.test/behind  | @request-target | /behind/a?b=c
          https://memory.test         | @query          | ?b=c
          https://Memory.Test:443     | @authority      | memory.test
          http://memory.test:80/x     | @authority      | memory.test
          https://memory.test:80      | @authority      | memory.test:80
          http://[::1]:8000           | @authority      | [::1]:8000
          HTTPS://memory.test         | @scheme         | https
          https://memory.test         | host            |
          """)
  void says_of_the_target_what_the_public_url_says(String base, String component, String value) {
    SignedMessage message = new SignedMessage("GET", base, "/a?b=c", _ -> List.of());

    assertThat(message.component(component).orElse(null)).isEqualTo(value);
  }

  private String usual() {
    return ";created=%d;nonce=\"%d\";keyid=\"k1\"".formatted(NOW, nonces.incrementAndGet());
  }

  private void sign(String covered, String parameters) throws GeneralSecurityException {
    sign(covered, parameters, OWN);
  }

  /// Signs what is to be sent, as RFC 9421, 3.1 says; without the classes that are tested.
  private void sign(String covered, String parameters, KeyPair keys)
      throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
    set("Content-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
    Map<String, String> values =
        Map.of(
            "@method", method,
            "@target-uri", URL + target,
            "@path", "/memories",
            "@query", "?user=alice",
            "@authority", "memory.test",
            "@scheme", "https",
            "@request-target", target,
            "content-digest", fields.get("content-digest").getFirst(),
            "x-more", "one, two");
    StringBuilder base = new StringBuilder();
    for (String component : covered.isEmpty() ? new String[0] : covered.split(" ")) {
      String name = component.replace("\"", "");
      base.append(component).append(": ").append(values.getOrDefault(name, "")).append('\n');
    }
    String input = "(" + covered + ")" + parameters;
    base.append("\"@signature-params\": ").append(input);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(base.toString().getBytes(ISO_8859_1));
    set("Signature-Input", "sig=" + input);
    set("Signature", "sig=:" + Base64.getEncoder().encodeToString(signature.sign()) + ":");
  }

  private void set(String name, String value) {
    fields.put(name.toLowerCase(Locale.ROOT), List.of(value));
  }

  private SignedMessage message() {
    return new SignedMessage(
        method, URL, target, name -> fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  private String said() {
    return switch (verifier.verify(signer(OWN), "k1", message())) {
      case Verdict.Genuine genuine ->
          genuine.covers(body.getBytes(UTF_8)) ? "genuine" : "wrong body";
      case Verdict.Rejected(Refusal why) -> why.name();
    };
  }

  private static Signer signer(KeyPair keys) {
    return Signer.parse(
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }
}
