package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.token.IssuerDocuments.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerSourceTest {
  private static final String KEYS = TestIssuer.set(IssuerFixture.RSA);

  private final Map<String, Answer> published = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  private Optional<JwkSet> fetch(String issuer, Optional<String> keys) {
    return new IssuerSource(
            IssuerRules.of(issuer, IssuerPreset.GENERIC, Set.of()),
            keys.map(URI::create),
            (address, near) -> {
              asked.add(address + " near " + near.getRawAuthority());
              return published.getOrDefault(address.toString(), new Answer.Absent());
            },
            log::add)
        .fetch();
  }

  private void publish(String address, String document) {
    published.put(address, new Answer.Document(document.getBytes(UTF_8)));
  }

  @Test
  void where_the_operator_says_is_the_only_place() {
    publish("https://keys.test/all", KEYS);

    assertThat(fetch("https://issuer.test", Optional.of("https://keys.test/all"))).isPresent();
    assertThat(fetch("https://issuer.test", Optional.of("https://keys.test/none"))).isEmpty();
    assertThat(asked)
        .containsExactly(
            "https://keys.test/all near keys.test", "https://keys.test/none near keys.test");
  }

  @ParameterizedTest
  @CsvSource({
    "https://issuer.test",
    "https://issuer.test/",
    "https://issuer.test/realms/one",
    "https://issuer.test:8443/realms/one/"
  })
  void the_discovery_document_says_it_else(String issuer) {
    String base = issuer.replaceFirst("/$", "");
    publish(
        base + "/.well-known/openid-configuration",
        "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"https://keys.test/all\"}");
    publish("https://keys.test/all", KEYS);

    assertThat(fetch(issuer, Optional.empty())).isPresent();
    assertThat(asked).last().asString().startsWith("https://keys.test/all near issuer.test");
  }

  @Test
  void without_a_discovery_document_they_are_where_they_usually_are() {
    publish("https://issuer.test/.well-known/jwks.json", KEYS);

    assertThat(fetch("https://issuer.test/", Optional.empty())).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"issuer":"https://other.test","jwks_uri":"https://keys.test/all"}                                | is another issuer's
          {"issuer":"https://issuer.test/","jwks_uri":"https://keys.test/all"}                              | is another issuer's
          {"issuer":"HTTPS://issuer.test","jwks_uri":"https://keys.test/all"}                               | is another issuer's
          {"jwks_uri":"https://keys.test/all"}                                                              | is another issuer's
          {"issuer":["https://issuer.test"],"jwks_uri":"https://keys.test/all"}                             | is another issuer's
          {"issuer":"https://issuer.test"}                                                                  | names no keys
          {"issuer":"https://issuer.test","jwks_uri":["https://keys.test/all"]}                             | names no keys
          {"issuer":"https://issuer.test","jwks_uri":"https://keys.test/all all"}                           | names no address of keys
          {"issuer":"https://issuer.test","jwks_uri":"https://keys.test/all","jwks_uri":"https://x.test/a"} | is no JSON object
          <html></html>                                                                                     | is no JSON object
          []                                                                                                | is no JSON object
          """)
  void a_discovery_document_that_makes_no_sense_leads_nowhere_else(String document, String why) {
    publish("https://issuer.test/.well-known/openid-configuration", document);
    publish("https://issuer.test/.well-known/jwks.json", KEYS);
    publish("https://keys.test/all", KEYS);

    assertThat(fetch("https://issuer.test", Optional.empty())).isEmpty();
    assertThat(asked).hasSize(1);
    assertThat(log).containsExactly("its discovery document " + why);
  }

  @Test
  void one_that_cannot_be_reached_leads_nowhere_else() {
    published.put(
        "https://issuer.test/.well-known/openid-configuration", new Answer.Failed("too slow"));
    publish("https://issuer.test/.well-known/jwks.json", KEYS);

    assertThat(fetch("https://issuer.test", Optional.empty())).isEmpty();
    assertThat(log).containsExactly("its discovery document: too slow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html></html>", "{}", "{\"keys\":{}}", "[]", ""})
  void what_is_no_key_set_is_not_trusted(String document) {
    publish("https://issuer.test/.well-known/jwks.json", document);

    assertThat(fetch("https://issuer.test", Optional.empty())).isEmpty();
    assertThat(log).containsExactly("its key set cannot be trusted");
  }

  @Test
  void a_missing_key_set_is_said_to_be_missing() {
    assertThat(fetch("https://issuer.test", Optional.empty())).isEmpty();
    assertThat(log).containsExactly("it has no key set where one should be");
  }
}
