package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.limit.AddressLimit;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("192.0.2.9");

  private final AddressLimit failures = AddressLimit.perMinute(4, () -> 0);
  private final Door door = new Door(5, 2, PROXY::equals, failures, () -> 0);

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

  @Test
  void whoever_guesses_gets_few_new_connections() {
    fail("192.0.2.1", 2);
    for (int i = 0; i < 2 * Door.MOST_OF_GUESSERS; i++) {
      assertThat(enter("192.0.2.1")).isTrue();
      leave("192.0.2.1");
    }
    fail("192.0.2.1", 1);
    for (int i = 0; i < Door.MOST_OF_GUESSERS; i++) {
      assertThat(enter("192.0.2.1")).isTrue();
      leave("192.0.2.1");
    }
    assertThat(enter("192.0.2.1")).isFalse();
    assertThat(enter("192.0.2.2")).isTrue();
  }

  @Test
  void guesses_through_a_trusted_proxy_keep_nobody_out() {
    fail("192.0.2.9", 4);
    for (int i = 0; i < 2 * Door.MOST_OF_GUESSERS; i++) {
      assertThat(enter("192.0.2.9")).isTrue();
      leave("192.0.2.9");
    }
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(failures.count(InetAddress.ofLiteral(address))).isEmpty();
    }
  }

  private boolean enter(String address) {
    return door.enter(InetAddress.ofLiteral(address));
  }

  private void leave(String address) {
    door.leave(InetAddress.ofLiteral(address));
  }
}
