package dev.memwarden.auth;

import static dev.memwarden.auth.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CeilingTest {
  private static final Instant EARLIER = NOON.minusNanos(1);
  private static final Instant LATER = NOON.plusNanos(1);

  @Test
  void ends_exactly_at_its_expiry() {
    Ceiling ceiling = Callers.UNLIMITED.expiring(Optional.of(NOON));

    assertThat(ceiling.refusal(EARLIER)).isEmpty();
    assertThat(ceiling.refusal(NOON)).contains(Refusal.EXPIRED);
    assertThat(ceiling.refusal(LATER, Callers.HOME)).contains(Refusal.EXPIRED);
  }

  @Test
  void starts_exactly_at_its_start() {
    Ceiling ceiling = ceiling(List.of(), Optional.of(NOON), Optional.empty());

    assertThat(ceiling.refusal(EARLIER)).contains(Refusal.NOT_YET_VALID);
    assertThat(ceiling.refusal(NOON)).isEmpty();
  }

  @Test
  void works_from_its_networks_only() {
    Ceiling ceiling =
        ceiling(
            List.of(Network.parse("10.0.0.0/8"), Network.parse("192.0.2.0/24")),
            Optional.empty(),
            Optional.empty());

    assertThat(ceiling.refusal(NOON, Callers.HOME)).isEmpty();
    assertThat(ceiling.refusal(NOON, InetAddress.ofLiteral("198.51.100.1")))
        .contains(Refusal.FOREIGN_NETWORK);
    assertThat(ceiling.refusal(NOON)).isEmpty();
    assertThat(Callers.UNLIMITED.refusal(NOON, Callers.HOME)).isEmpty();
  }

  @ParameterizedTest(name = "{0} child, {1} parent: {2}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          read,      read+write, -
          read+write,read,       the key may take more actions than yours
          alice,     everywhere, -
          everywhere,alice,      the key would reach places that yours does not
          bob,       alice,      the key would reach places that yours does not
          10.1/16,   10/8,       -
          10/8,      10.1/16,    the key may be used from more networks than yours
          anywhere,  10/8,       the key may be used from more networks than yours
          10/8,      anywhere,   -
          10/8+192,  10/8,       the key may be used from more networks than yours
          10/8,      10/8+192,   -
          start12,   start12,    -
          start13,   start12,    -
          start12,   start13,    the key would work earlier than yours
          always,    start12,    the key would work earlier than yours
          start12,   always,     -
          end12,     end12,      -
          end12,     end13,      -
          end13,     end12,      the key would outlive yours
          always,    end12,      the key would outlive yours
          end12,     always,     -
          100/m,     100/m,      -
          100/m,     99/m,       the key could be used more often than yours
          always,    99/m,       the key could be used more often than yours
          99/m,      always,     -
          99/m+9/s,  99/m,       -
          99/m,      99/m+9/s,   the key could be used more often than yours
          1/s:1,     99/m+9/s,   -
          5kept,     5kept,      -
          5kept,     6kept,      -
          6kept,     5kept,      the key could keep more memories than yours
          always,    5kept,      the key could keep more memories than yours
          """)
  void says_what_of_a_child_goes_beyond_its_parent(String child, String parent, String excess) {
    assertThat(ceiling(child).excess(ceiling(parent))).isEqualTo(Optional.ofNullable(excess));
    assertThat(ceiling(child).within(ceiling(parent))).isEqualTo(excess == null);
  }

  @Test
  void may_allow_nothing() {
    assertThat(Ceiling.of(Set.of(), Box.EVERYWHERE).actions()).isEmpty();
  }

  @Test
  void a_key_whose_requests_must_be_signed_makes_only_such_keys() {
    Ceiling unsigned = Callers.UNLIMITED;
    Ceiling own = signedBy("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
    Ceiling others = signedBy("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

    assertThat(unsigned.excess(own))
        .contains("requests with the key would not have to be signed, as yours have to be");
    assertThat(own.within(own)).isTrue();
    assertThat(others.within(own)).isTrue();
    assertThat(own.within(unsigned)).isTrue();
    assertThat(own.expiring(Optional.of(NOON)).signer()).isEqualTo(own.signer());
    assertThat(ceiling("99/m").expiring(Optional.of(NOON)).allowance())
        .isEqualTo(ceiling("99/m").allowance());
  }

  private static Ceiling signedBy(String key) {
    return new Ceiling(
        Action.ALL,
        Box.EVERYWHERE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Signer.parse(key)));
  }

  private static Ceiling ceiling(String what) {
    Network ten = Network.parse("10.0.0.0/8");
    Network inTen = Network.parse("10.1.0.0/16");
    Optional<Instant> noon = Optional.of(NOON);
    Optional<Instant> one = Optional.of(NOON.plusSeconds(3600));
    return switch (what) {
      case "read" -> Ceiling.of(Set.of(Action.MEMORY_READ), Box.EVERYWHERE);
      case "read+write" ->
          Ceiling.of(Set.of(Action.MEMORY_READ, Action.MEMORY_WRITE), Box.EVERYWHERE);
      case "alice" -> Ceiling.of(Action.ALL, Box.ofUser("default", "alice"));
      case "bob" -> Ceiling.of(Action.ALL, Box.ofUser("default", "bob"));
      case "10/8" -> ceiling(List.of(ten), Optional.empty(), Optional.empty());
      case "10.1/16" -> ceiling(List.of(inTen), Optional.empty(), Optional.empty());
      case "10/8+192" ->
          ceiling(List.of(ten, Network.parse("192.0.2.0/24")), Optional.empty(), Optional.empty());
      case "start12" -> ceiling(List.of(), noon, Optional.empty());
      case "start13" -> ceiling(List.of(), one, Optional.empty());
      case "end12" -> ceiling(List.of(), Optional.empty(), noon);
      case "end13" -> ceiling(List.of(), Optional.empty(), one);
      case "everywhere", "anywhere", "always" -> Callers.UNLIMITED;
      case String rates when rates.contains("/") ->
          Callers.UNLIMITED.allowing(
              new Allowance(Rate.parseList(rates.replace('+', ',')), Optional.empty()));
      case String kept when kept.endsWith("kept") ->
          Callers.UNLIMITED.allowing(new Allowance(List.of(), Optional.of(kept.charAt(0) - '0')));
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Ceiling ceiling(
      List<Network> networks, Optional<Instant> notBefore, Optional<Instant> expiresAt) {
    return new Ceiling(
        Action.ALL, Box.EVERYWHERE, networks, notBefore, expiresAt, Optional.empty());
  }
}
