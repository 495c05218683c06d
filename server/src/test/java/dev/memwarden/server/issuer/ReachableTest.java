package dev.memwarden.server.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachableTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          https://issuer.test/            | -
          https://10.0.0.1:8443/realms/a  | -
          https://[fd00::1]/              | -
          http://127.0.0.1:8080/          | -
          http://localhost:8080/          | -
          http://[::1]:8080/              | -
          HTTPS://issuer.test/            | -
          http://issuer.test/             | must be https, unless the host is a loopback address
          http://10.0.0.1/                | must be https, unless the host is a loopback address
          http://127.0.0.1.issuer.test/   | must be https, unless the host is a loopback address
          http://localhost.issuer.test/   | must be https, unless the host is a loopback address
          http://0.0.0.0/                 | must be https, unless the host is a loopback address
          ftp://issuer.test/              | must be an https URL with a host
          file:///etc/passwd              | must be an https URL with a host
          issuer.test                     | must be an https URL with a host
          https:issuer.test               | must be an https URL with a host
          https://user:pw@issuer.test/    | must have no user and no fragment
          https://issuer.test/#part       | must have no user and no fragment
          """)
  void an_operator_may_write_private_addresses_but_nothing_in_the_clear(URI address, String why) {
    assertThat(Reachable.objection(address).orElse(null)).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource({
    "https://10.0.0.1/keys, https://10.0.0.1/issuer",
    "https://10.0.0.1:443/keys, https://10.0.0.1/issuer",
    "http://127.0.0.1:8080/keys, http://127.0.0.1:8080/issuer",
    "https://SSO.corp.test/keys, https://sso.corp.test/issuer",
  })
  void a_document_may_lead_to_the_server_that_was_written_down(URI address, URI near) {
    assertThat(Reachable.objection(address, near)).isEmpty();
  }

  // 2130706433 and 0x7f000001 are 127.0.0.1 to many readers.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/keys",
        "https://127.1.2.3/keys",
        "https://localhost/keys",
        "https://2130706433/keys",
        "https://10.0.0.1/keys",
        "https://172.16.0.1/keys",
        "https://192.168.1.1/keys",
        "https://100.64.0.1/keys",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/keys",
        "https://224.0.0.1/keys",
        "https://255.255.255.255/keys",
        "https://[::1]/keys",
        "https://[::]/keys",
        "https://[fd00::1]/keys",
        "https://[fe80::1]/keys",
        "https://[::ffff:10.0.0.1]/keys",
        "https://[64:ff9b::10.0.0.1]/keys",
        "https://[2002:a00:1::]/keys",
        "https://issuer.test:8443/keys",
      })
  void a_document_leads_to_no_other_private_address(URI address) {
    URI near = URI.create("https://issuer.test/issuer");

    assertThat(Reachable.objection(address, near).orElseThrow())
        .containsAnyOf("private address", "not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000/keys",
        "http://127.0.0.1/keys",
        "http://[::1]:8080/keys",
        "http://8.8.8.8/keys",
        "file:///etc/passwd",
        "https://user@127.0.0.1:8080/keys"
      })
  void beside_a_loopback_issuer_nothing_else_on_loopback_is_asked(URI address) {
    assertThat(Reachable.objection(address, URI.create("http://127.0.0.1:8080/issuer")))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"8.8.8.8, false", "2606:4700:4700::1111, false", "192.0.2.1, true", "3fff::1, true"})
  void what_is_on_the_internet_is_not_private(String address, boolean isPrivate) {
    assertThat(Reachable.isPrivate(InetAddress.ofLiteral(address))).isEqualTo(isPrivate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://8.8.8.8/keys", "https://[2606:4700:4700::1111]/keys"})
  void a_document_may_lead_to_the_internet(URI address) {
    assertThat(Reachable.objection(address, URI.create("https://10.0.0.1/issuer"))).isEmpty();
  }
}
