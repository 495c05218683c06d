package dev.memwarden.server.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.auth.token.PublishedKeys;
import dev.memwarden.auth.token.SignatureTurns;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeHostTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final URI ADDRESS = URI.create("https://keys.example.com/all");
  private static final HostKey ONE = HostKey.make("one");
  private static final HostKey TWO = HostKey.make("two");
  private static final byte[] BODY = "[{\"token\":\"t\"}]".getBytes(UTF_8);
  private static final String GOOD = ONE.sign(BODY);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final List<URI> asked = new ArrayList<>();
  private Answer answer = document(ONE);
  private final CodeHost host =
      new CodeHost(
          ADDRESS,
          (address, near) -> {
            assertThat(near).isEqualTo(address);
            asked.add(address);
            return answer;
          },
          new SignatureTurns(1),
          now::get);

  private static Answer document(HostKey... keys) {
    return new Answer.Document(HostKey.published(keys).getBytes(UTF_8));
  }

  private String judge(byte[] body, String... fields) {
    List<Map.Entry<String, String>> all =
        Arrays.stream(fields)
            .filter(field -> !field.isEmpty())
            .map(field ->
                Map.entry(
                    field.substring(0, field.indexOf(':')),
                    field.substring(field.indexOf(':') + 1)))
            .toList();
    return switch (host.judge(Headers.of(all), Body.of(body))) {
      case CodeHost.Finding.Genuine(String keyId) -> "signed by " + keyId;
      case CodeHost.Finding.Rejected(Refusal why) -> why.name();
    };
  }

  private String judge(String id, String signature) {
    return judge(
        BODY, "Github-Public-Key-Identifier:" + id, "Github-Public-Key-Signature:" + signature);
  }

  /// `{good}` is the signature over the body by the key `one`, `{two}` that of another.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:{good}    | signed by one
          GITHUB-PUBLIC-KEY-IDENTIFIER:one | github-public-key-signature:{good}    | signed by one
          ''                               | Github-Public-Key-Signature:{good}    | UNSIGNED
          Github-Public-Key-Identifier:one | ''                                    | UNSIGNED
          ''                               | ''                                    | UNSIGNED
          Github-Public-Key-Identifier:    | Github-Public-Key-Signature:{good}    | UNKNOWN_SIGNING_KEY
          Github-Public-Key-Identifier:ONE | Github-Public-Key-Signature:{good}    | UNKNOWN_SIGNING_KEY
          Github-Public-Key-Identifier:on  | Github-Public-Key-Signature:{good}    | UNKNOWN_SIGNING_KEY
          Github-Public-Key-Identifier:two | Github-Public-Key-Signature:{two}     | UNKNOWN_SIGNING_KEY
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:{two}     | WRONG_SIGNATURE
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:          | WRONG_SIGNATURE
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:AAAA      | WRONG_SIGNATURE
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:MAYCAQACAQA= | WRONG_SIGNATURE
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:*{good}   | MALFORMED_SIGNATURE
          Github-Public-Key-Identifier:one | Github-Public-Key-Signature:{good}{good} | MALFORMED_SIGNATURE
          """)
  void what_comes_with_a_body(String id, String signature, String finding) {
    String sent = signature.replace("{good}", GOOD).replace("{two}", TWO.sign(BODY));

    assertThat(judge(BODY, id, sent)).isEqualTo(finding);
  }

  @Test
  void a_field_twice_is_none_whichever_is_good() {
    String id = "Github-Public-Key-Identifier:one";
    String signature = "Github-Public-Key-Signature:" + GOOD;

    assertThat(judge(BODY, id, id, signature)).isEqualTo("MALFORMED_SIGNATURE");
    assertThat(judge(BODY, id, signature, signature)).isEqualTo("MALFORMED_SIGNATURE");
    assertThat(asked).as("nobody is asked about nonsense").isEmpty();
  }

  @Test
  void every_byte_of_the_body_counts() {
    byte[] other = BODY.clone();
    for (int i = 0; i < BODY.length; i++) {
      other[i] ^= 1;
      assertThat(
              judge(
                  other, "Github-Public-Key-Identifier:one", "Github-Public-Key-Signature:" + GOOD))
          .isEqualTo("WRONG_SIGNATURE");
      other[i] ^= 1;
    }
    assertThat(judge("one", GOOD)).isEqualTo("signed by one");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_flood_of_made_up_keys_costs_the_host_a_request_in_two_minutes_and_hides_no_new_one() {
    judge("one", GOOD);
    now.set(NOON.plus(CodeHost.PAUSE));
    for (int i = 0; i < 1_000; i++) {
      assertThat(judge("made-up-" + i, GOOD)).isEqualTo("UNKNOWN_SIGNING_KEY");
    }
    assertThat(asked).hasSize(2);
    answer = document(ONE, TWO);
    assertThat(judge("two", TWO.sign(BODY))).isEqualTo("UNKNOWN_SIGNING_KEY");
    now.set(NOON.plus(CodeHost.PAUSE.multipliedBy(2)));
    assertThat(judge("two", TWO.sign(BODY))).isEqualTo("signed by two");
    assertThat(asked).hasSize(3);
  }

  @Test
  void an_hour_of_floods_is_less_than_a_host_answers_strangers() {
    for (int second = 0; second < 3_600; second += 10) {
      now.set(NOON.plusSeconds(second));
      judge("made-up-" + second, GOOD);
      judge("one", GOOD);
      judge("one", TWO.sign(BODY));
    }
    assertThat(asked).hasSizeLessThan(60);
  }

  @Test
  void a_key_that_the_host_took_back_is_not_believed_any_more() {
    assertThat(judge("one", GOOD)).isEqualTo("signed by one");
    answer = document(TWO);
    now.set(NOON.plus(PublishedKeys.FRESH));

    assertThat(judge("one", GOOD)).isEqualTo("UNKNOWN_SIGNING_KEY");
  }

  @Test
  void without_the_host_its_keys_hold_for_a_day_and_nobody_knows_others() {
    assertThat(judge("one", GOOD)).isEqualTo("signed by one");
    answer = new Answer.Failed("away");
    now.set(NOON.plus(Duration.ofDays(1)).minusNanos(1));
    assertThat(judge("one", GOOD)).isEqualTo("signed by one");
    assertThatThrownBy(() -> judge("two", GOOD)).isInstanceOf(StoreUnavailableException.class);
    now.set(NOON.plus(Duration.ofDays(1)));
    assertThatThrownBy(() -> judge("one", GOOD)).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void a_host_that_was_never_there_is_no_refusal() {
    for (Answer none :
        List.of(
            new Answer.Absent(),
            new Answer.Failed("away"),
            new Answer.Document("{\"message\":\"API rate limit exceeded\"}".getBytes(UTF_8)))) {
      answer = none;
      now.updateAndGet(before -> before.plus(CodeHost.PAUSE));
      assertThatThrownBy(() -> judge("one", GOOD)).isInstanceOf(StoreUnavailableException.class);
    }
  }
}
