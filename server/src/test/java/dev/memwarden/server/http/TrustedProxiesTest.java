package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      new TrustedProxies(List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          PEER      | X-FORWARDED-FOR                  | FORWARDED                      | CLIENT
          192.0.2.1 |                                  |                                | 192.0.2.1
          192.0.2.1 | 198.51.100.1                     |                                | 192.0.2.1
          10.0.0.1  |                                  |                                | 10.0.0.1
          10.0.0.1  | 198.51.100.1                     |                                | 198.51.100.1
          10.0.0.1  | 203.0.113.9, 198.51.100.1        |                                | 198.51.100.1
          10.0.0.1  | 203.0.113.9, 198.51.100.1, 10.2.3.4 |                             | 198.51.100.1
          10.0.0.1  | 10.9.9.9, 10.2.3.4               |                                | 10.9.9.9
          10.0.0.1  | 198.51.100.1:4711                |                                | 198.51.100.1
          10.0.0.1  | 2001:db8::1                      |                                | 2001:db8:0:0:0:0:0:1
          10.0.0.1  | [2001:db8::1]:80, fd00::1        |                                | 2001:db8:0:0:0:0:0:1
          10.0.0.1  | 203.0.113.9, unknown             |                                | 10.0.0.1
          10.0.0.1  | 203.0.113.9, , 10.2.3.4          |                                | 10.2.3.4
          10.0.0.1  | localhost                        |                                | 10.0.0.1
          10.0.0.1  | example.com                      |                                | 10.0.0.1
          10.0.0.1  |                                  | for=198.51.100.1;proto=https   | 198.51.100.1
          10.0.0.1  |                                  | for=1.2.3.4, FOR="[2001:db8::1]:9" | 2001:db8:0:0:0:0:0:1
          10.0.0.1  |                                  | for=198.51.100.1, for=_hidden  | 10.0.0.1
          10.0.0.1  |                                  | by=198.51.100.1                | 10.0.0.1
          10.0.0.1  | 198.51.100.1                     | for=203.0.113.9                | 10.0.0.1
          """)
  void client(String peer, String forwardedFor, String forwarded, String client) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    if (forwardedFor != null) {
      fields.add(Map.entry("X-Forwarded-For", forwardedFor));
    }
    if (forwarded != null) {
      fields.add(Map.entry("Forwarded", forwarded));
    }

    assertThat(PROXIES.client(InetAddress.ofLiteral(peer), Headers.of(fields)).getHostAddress())
        .isEqualTo(client);
  }
}
