package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("192.0.2.9");

  private final Door door = new Door(5, 2, PROXY::equals);

  @Test
  void one_address_holds_so_many_and_others_still_come_in() {
    assertThat(enter("192.0.2.1")).isTrue();
    assertThat(enter("192.0.2.1")).isTrue();
    assertThat(enter("192.0.2.1")).isFalse();
    assertThat(enter("192.0.2.2")).isTrue();

    leave("192.0.2.1");
    assertThat(enter("192.0.2.1")).isTrue();
    assertThat(enter("192.0.2.1")).isFalse();
  }

  @Test
  void whoever_has_an_ipv6_network_is_one_address() {
    assertThat(enter("2001:db8::1")).isTrue();
    assertThat(enter("2001:db8::2")).isTrue();
    assertThat(enter("2001:db8::3")).isFalse();
    assertThat(enter("2001:db8:0:1::3")).isTrue();
  }

  @Test
  void a_trusted_proxy_may_have_all() {
    for (int i = 0; i < 5; i++) {
      assertThat(enter("192.0.2.9")).isTrue();
    }
    assertThat(enter("192.0.2.9")).isFalse();
    leave("192.0.2.9");
    assertThat(enter("192.0.2.1")).isTrue();
  }

  private boolean enter(String address) {
    return door.enter(InetAddress.ofLiteral(address));
  }

  private void leave(String address) {
    door.leave(InetAddress.ofLiteral(address));
  }
}
