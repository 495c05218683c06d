package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attacks 4.1 and 4.2, as far as fields speak of TLS: only a proxy that is trusted, and says
/// nothing else beside it, is believed.
class TransportRuleTest {
  private static final TrustedProxies PROXIES =
      new TrustedProxies(List.of(Network.parse("10.0.0.0/8"), Network.parse("127.0.0.9/32")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          LISTENER | PEER      | FIELDS                                       | ADMITTED | PROMISED
          https    | 192.0.2.1 |                                              | true     | true
          https    | 127.0.0.1 |                                              | true     | true
          https    | 192.0.2.1 | X-Forwarded-Proto: http                      | true     | true
          https    | 10.0.0.1  |                                              | true     | true
          https    | 10.0.0.1  | X-Forwarded-Proto: https                     | true     | true
          https    | 10.0.0.1  | X-Forwarded-Proto: http                      | false    | false
          http     | 192.0.2.1 |                                              | false    | false
          http     | 192.0.2.1 | X-Forwarded-Proto: https                     | false    | false
          http     | 192.0.2.1 | Forwarded: proto=https                       | false    | false
          http     | 127.0.0.1 |                                              | true     | false
          http     | ::1       |                                              | true     | false
          http     | 127.0.0.1 | X-Forwarded-Proto: https                     | false    | false
          http     | 127.0.0.1 | X-Forwarded-For: 192.0.2.1                   | false    | false
          http     | 127.0.0.1 | x_forwarded_for: 192.0.2.1                   | false    | false
          http     | 127.0.0.1 | Via: 1.1 proxy                               | false    | false
          http     | 127.0.0.9 |                                              | true     | false
          http     | 127.0.0.9 | X-Forwarded-Proto: https                     | true     | true
          http     | 127.0.0.9 | X-Forwarded-Proto: http                      | false    | false
          http     | 10.0.0.1  |                                              | false    | false
          http     | 10.0.0.1  | X-Forwarded-For: 192.0.2.1                   | false    | false
          http     | 10.0.0.1  | X-Forwarded-Proto: https                     | true     | true
          http     | 10.0.0.1  | x-forwarded-proto: HTTPS                     | true     | true
          http     | 10.0.0.1  | X-Forwarded-Proto: https, https              | true     | true
          http     | 10.0.0.1  | X-Forwarded-Proto: https, http               | false    | false
          http     | 10.0.0.1  | X-Forwarded-Proto: http, https               | false    | false
          http     | 10.0.0.1  | X-Forwarded-Proto: https; X-Forwarded-Proto: http | false | false
          http     | 10.0.0.1  | X-Forwarded-Proto: https,                    | false    | false
          http     | 10.0.0.1  | X-Forwarded-Proto: httpsx                    | false    | false
          http     | 10.0.0.1  | X_Forwarded_Proto: https                     | false    | false
          http     | 10.0.0.1  | X-Forwarded-Ssl: on                          | false    | false
          http     | 10.0.0.1  | Forwarded: for=192.0.2.1^proto=https         | true     | true
          http     | 10.0.0.1  | Forwarded: proto="https"                     | true     | true
          http     | 10.0.0.1  | Forwarded: proto=http                        | false    | false
          http     | 10.0.0.1  | Forwarded: for=192.0.2.1                     | false    | false
          http     | 10.0.0.1  | Forwarded: proto=https, for=192.0.2.1        | false    | false
          http     | 10.0.0.1  | Forwarded: proto=https; X-Forwarded-Proto: https | false | false
          """)
  void where_tls_is_required(
      String listener, String peer, String fields, boolean admitted, boolean promised) {
    TransportRule rule = new TransportRule(listener.equals("https"), true, PROXIES);
    InetAddress from = InetAddress.ofLiteral(peer);

    assertThat(rule.admits(from, headers(fields))).isEqualTo(admitted);
    assertThat(rule.isPromised(from, headers(fields))).isEqualTo(promised);
  }

  @ParameterizedTest
  @CsvSource({"true,10.0.0.1", "false,10.0.0.1", "false,192.0.2.1"})
  void where_it_is_not_everybody_may_come_and_nothing_is_promised(boolean encrypted, String peer) {
    TransportRule rule = new TransportRule(encrypted, false, PROXIES);
    InetAddress from = InetAddress.ofLiteral(peer);
    Headers plain = headers("X-Forwarded-Proto: http");

    assertThat(rule.admits(from, plain)).isTrue();
    assertThat(rule.isPromised(from, headers("X-Forwarded-Proto: https"))).isFalse();
  }

  // Fields are separated by a semicolon, for which `^` stands within a field.
  private static Headers headers(String text) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (String field : text == null ? new String[0] : text.split("; ")) {
      String[] parts = field.split(": ", 2);
      fields.add(Map.entry(parts[0], parts[1].replace('^', ';')));
    }
    return Headers.of(fields);
  }
}
