package dev.memwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AtOnceTest {
  private final AtOnce two = new AtOnce(2);

  @Test
  void each_address_has_so_many_going_and_no_more() {
    assertThat(begin("192.0.2.1")).isTrue();
    assertThat(begin("192.0.2.1")).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(begin("192.0.2.1")).isFalse();
    }
    assertThat(begin("192.0.2.2")).isTrue();

    two.end(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(begin("192.0.2.1")).isTrue();
    assertThat(begin("192.0.2.1")).isFalse();
  }

  @Test
  void a_network_of_64_bits_is_one_address() {
    assertThat(begin("2001:db8::1")).isTrue();
    assertThat(begin("2001:db8::2")).isTrue();
    assertThat(begin("2001:db8::3")).isFalse();
    assertThat(begin("2001:db8:0:1::3")).isTrue();
  }

  private boolean begin(String address) {
    return two.begin(InetAddress.ofLiteral(address));
  }
}
