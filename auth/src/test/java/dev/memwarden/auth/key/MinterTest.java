package dev.memwarden.auth.key;

import static dev.memwarden.auth.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.key.Rotation.NotRotated;
import dev.memwarden.auth.key.Rotation.Reason;
import dev.memwarden.auth.key.Rotation.Rotated;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nobody makes, or gets by rotating, a key that may do more than they may.
class MinterTest {
  private static final Set<Action> READ_AND_KEYS = Set.of(Action.MEMORY_READ, Action.KEYS_MANAGE);
  private static final Network TEN = Network.parse("10.0.0.0/8");
  private static final Instant END = NOON.plusSeconds(3600);

  private final KeyFixture fixture = new KeyFixture();

  @ParameterizedTest(name = "{0} makes a key of {1}: {2}")
  @CsvSource({
    "user:alice, user:alice, yes",
    "user:alice, user:bob, no",
    "user:alice, service:ingest, no",
    "user:alice, service:alice, no",
    "user:alice, admin:alice, no",
    "user:alice, user:alice@other, no",
    "service:ingest, user:alice, yes",
    "service:ingest, service:ingest, yes",
    "service:ingest, service:other, no",
    "service:ingest, admin:root, no",
    "service:ingest, admin:ingest, no",
    "service:ingest, user:alice@other, no",
    "admin:root, user:alice, yes",
    "admin:root, service:ingest, yes",
    "admin:root, admin:other, yes",
    "admin:root, user:alice@other, no",
    "admin:root, admin:root@other, no"
  })
  void makes_keys_of_its_own_people_only(String who, String owner, String answer) {
    Principal principal = Callers.principal(owner);
    Minting minting =
        mint(Callers.identity(who), principal, Ceiling.of(READ_AND_KEYS, Box.EVERYWHERE));

    assertThat(minting instanceof Minting.Minted ? "yes" : "no").isEqualTo(answer);
    if (minting instanceof Minting.Minted(var key, var text, _)) {
      assertThat(key.ceiling().box()).isEqualTo(Box.ofTenant("default"));
      assertThat(fixture.present(text)).isEqualTo(principal.id());
    } else {
      assertThat(reason(minting)).startsWith("keys of ").endsWith("are not yours to make");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "user:alice, user:alice, the key may take more actions than yours",
    "service:ingest, user:alice, the key may take more actions than yours",
    "admin:root, admin:other, the key may take more actions than yours",
    "admin:root, admin:root, the key may take more actions than yours",
    "admin:root, user:alice, the key may take more actions than yours",
    "admin:root, service:ingest, the key may take more actions than yours"
  })
  void nobody_gives_actions_that_its_key_has_not(String who, String owner, String refusal) {
    Identity minter = limited(who, Ceiling.of(READ_AND_KEYS, Box.EVERYWHERE));
    Minting minting =
        mint(minter, Callers.principal(owner), Ceiling.of(Action.ALL, Box.EVERYWHERE));

    assertThat(reason(minting)).isEqualTo(refusal);
  }

  @Test
  void no_key_reaches_farther_than_its_minters() {
    Box alice = Box.ofUser("default", "alice");
    Identity aliceOnly = limited("admin:root", Ceiling.of(Action.ALL, Box.EVERYWHERE));
    Identity narrow = limited("user:alice", Ceiling.of(Action.ALL, alice));

    assertThat(made(mint(narrow, Callers.ALICE, Callers.UNLIMITED)).box()).isEqualTo(alice);
    assertThat(
            reason(
                mint(narrow, Callers.ALICE, Ceiling.of(Action.ALL, Box.ofUser("default", "bob")))))
        .isEqualTo("the key would reach places that yours does not");
    assertThat(
            reason(mint(aliceOnly, Callers.ALICE, Ceiling.of(Action.ALL, Box.ofTenant("other")))))
        .isEqualTo("the key would reach places that yours does not");
  }

  @ParameterizedTest
  @CsvSource({
    "user:alice, user:alice",
    "service:ingest, user:alice",
    "service:ingest, service:ingest",
    "admin:root, admin:root",
    "admin:root, user:alice",
    "admin:root, service:ingest"
  })
  void the_demand_for_signatures_is_handed_down(String who, String owner) {
    Signer own = Signer.parse("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
    Identity minter = limited(who, signedBy(own));
    Ceiling made = made(mint(minter, Callers.principal(owner), Callers.UNLIMITED));

    assertThat(made.signer()).contains(own);
  }

  @Test
  void a_key_may_be_made_for_another_signer_and_stays_that_ones_when_it_is_rotated() {
    Signer own = Signer.parse("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs");
    Signer other = Signer.parse("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    Identity alice = limited("user:alice", signedBy(own));
    KeyRecord made = ((Minting.Minted) mint(alice, Callers.ALICE, signedBy(other))).key();

    assertThat(made.ceiling().signer()).contains(other);
    assertThat(fixture.keys.rotate(fixture.manage(alice), made.id(), KeyService.DEFAULT_GRACE))
        .isInstanceOfSatisfying(
            Rotation.Rotated.class,
            rotated -> assertThat(rotated.successor().ceiling().signer()).contains(other));
    KeyRecord unsigned = fixture.mint(Callers.ALICE).key();
    assertThat(fixture.keys.rotate(fixture.manage(alice), unsigned.id(), KeyService.DEFAULT_GRACE))
        .isEqualTo(new Rotation.NotRotated(Rotation.Reason.NOT_WITHIN));
  }

  private static Ceiling signedBy(Signer signer) {
    return new Ceiling(
        Action.ALL,
        Box.EVERYWHERE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(signer));
  }

  @Test
  void a_key_within_one_agent_manages_no_keys() {
    Box planner = Box.EVERYWHERE.with(Axis.AGENT, Extent.of("planner"));
    Identity agent = limited("user:alice", Ceiling.of(Action.ALL, planner));

    assertThat(reason(mint(agent, Callers.ALICE, Ceiling.of(Action.ALL, planner))))
        .isEqualTo("keys of user:alice are not yours to make");
  }

  @Test
  void an_admins_box_binds_the_keys_that_it_makes_for_others() {
    Box users = Box.EVERYWHERE.with(Axis.USER, Extent.of("alice"));
    Identity forAlice = limited("admin:root", Ceiling.of(READ_AND_KEYS, users));

    assertThat(made(mint(forAlice, Callers.ALICE, Ceiling.of(READ_AND_KEYS, Box.EVERYWHERE))).box())
        .isEqualTo(Box.ofUser("default", "alice"));
    assertThat(mint(forAlice, Callers.BOB, Callers.UNLIMITED))
        .isInstanceOf(Minting.NotWithin.class);
  }

  @Test
  void networks_and_end_that_are_left_out_are_the_minters() {
    Identity minter = limited("user:alice", bound(List.of(TEN), Optional.of(END)));
    Ceiling made = made(mint(minter, Callers.ALICE, Callers.UNLIMITED));

    assertThat(made.networks()).containsExactly(TEN);
    assertThat(made.expiresAt()).contains(END);
    assertThat(
            reason(mint(minter, Callers.ALICE, bound(List.of(), Optional.of(END.plusSeconds(1))))))
        .isEqualTo("the key would outlive yours");
    assertThat(
            reason(
                mint(
                    minter,
                    Callers.ALICE,
                    bound(List.of(Network.parse("0.0.0.0/0")), Optional.empty()))))
        .isEqualTo("the key may be used from more networks than yours");
    Ceiling narrower =
        made(
            mint(
                minter,
                Callers.ALICE,
                bound(List.of(Network.parse("10.1.0.0/16")), Optional.of(NOON.plusSeconds(1)))));
    assertThat(narrower.networks()).containsExactly(Network.parse("10.1.0.0/16"));
    assertThat(narrower.expiresAt()).contains(NOON.plusSeconds(1));
  }

  @Test
  void an_allowance_that_is_left_out_is_the_minters() {
    Allowance own = new Allowance(Rate.parseList("100/m"), Optional.of(50));
    Identity minter = limited("user:alice", Callers.UNLIMITED.allowing(own));
    Identity admin = limited("admin:root", Callers.UNLIMITED.allowing(own));
    Allowance rate = new Allowance(Rate.parseList("5/m"), Optional.empty());
    Allowance more = new Allowance(Rate.parseList("200/m"), Optional.empty());

    assertThat(made(mint(minter, Callers.ALICE, Callers.UNLIMITED)).allowance()).isEqualTo(own);
    assertThat(made(mint(minter, Callers.ALICE, Callers.UNLIMITED.allowing(rate))).allowance())
        .isEqualTo(new Allowance(Rate.parseList("5/m"), Optional.of(50)));
    assertThat(reason(mint(minter, Callers.ALICE, Callers.UNLIMITED.allowing(more))))
        .isEqualTo("the key could be used more often than yours");
    assertThat(reason(mint(admin, Callers.ALICE, Callers.UNLIMITED.allowing(more))))
        .isEqualTo("the key could be used more often than yours");
    assertThat(made(mint(admin, Callers.ROOT, Callers.UNLIMITED)).allowance()).isEqualTo(own);
  }

  @Test
  void a_start_of_the_minter_that_has_passed_binds_nobody() {
    Ceiling started =
        new Ceiling(
            Action.ALL,
            Box.EVERYWHERE,
            List.of(),
            Optional.of(NOON.minusSeconds(1)),
            Optional.empty(),
            Optional.empty());

    for (String who : List.of("user:alice", "admin:root")) {
      Identity minter = limited(who, started);
      assertThat(made(mint(minter, minter.principal(), Callers.UNLIMITED)).notBefore()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"admin:root", "user:alice", "service:ingest"})
  void an_admins_networks_and_end_bind_whatever_it_makes(String owner) {
    Identity admin = limited("admin:root", bound(List.of(TEN), Optional.of(END)));
    Principal whose = Callers.principal(owner);
    Ceiling made = made(mint(admin, whose, Callers.UNLIMITED));

    assertThat(made.networks()).containsExactly(TEN);
    assertThat(made.expiresAt()).contains(END);
    assertThat(reason(mint(admin, whose, bound(List.of(), Optional.of(END.plusSeconds(1))))))
        .isEqualTo("the key would outlive yours");
  }

  @Test
  void a_key_that_ends_gets_no_successor_that_does_not() {
    String lasting = fixture.mint(Callers.ALICE).key().id();
    Identity ending = limited("admin:root", bound(List.of(), Optional.of(END)));

    assertThat(rotate(fixture.manage(ending), lasting))
        .isEqualTo(new NotRotated(Reason.NOT_WITHIN));
    assertThat(fixture.keys.revoke(fixture.manage(ending), lasting, "lost")).isPresent();
  }

  @Test
  void a_key_that_could_never_work_is_not_made() {
    Identity admin = Callers.identity("admin:root");
    Ceiling backwards =
        new Ceiling(
            Action.ALL,
            Box.EVERYWHERE,
            List.of(),
            Optional.of(END),
            Optional.of(END),
            Optional.empty());

    assertThat(reason(mint(admin, Callers.ALICE, bound(List.of(), Optional.of(NOON)))))
        .isEqualTo("the key would never work: it ends before it starts");
    assertThat(reason(mint(admin, Callers.ALICE, backwards)))
        .isEqualTo("the key would never work: it ends before it starts");
    assertThat(reason(mint(admin, Callers.ALICE, Ceiling.of(Set.of(), Box.EVERYWHERE))))
        .isEqualTo("a key needs at least one action");
    assertThat(fixture.store.isEmpty()).isTrue();
  }

  @Test
  void a_narrow_key_cannot_be_traded_for_a_wide_one_by_rotating_that() {
    String wide = fixture.mint(Callers.ALICE).key().id();
    String narrow =
        fixture.mint(Callers.ALICE, Ceiling.of(READ_AND_KEYS, Box.EVERYWHERE)).key().id();
    Ceiling ceiling = Ceiling.of(READ_AND_KEYS, Box.ofTenant("default"));
    Allow asNarrow = fixture.manage(limited("user:alice", ceiling));

    assertThat(rotate(asNarrow, wide)).isEqualTo(new NotRotated(Reason.NOT_WITHIN));
    assertThat(rotate(asNarrow, narrow)).isInstanceOf(Rotated.class);
  }

  @Test
  void a_service_gets_no_admins_key_by_rotating_it_and_ends_none() {
    Minting.Minted admins = fixture.mint(Callers.ROOT);
    Allow service = fixture.manage(Callers.identity("service:ingest"));

    assertThat(rotate(service, admins.key().id())).isEqualTo(new NotRotated(Reason.UNKNOWN));
    assertThat(fixture.keys.revoke(service, admins.key().id(), "")).isEmpty();
    assertThat(Lists.of(fixture.keys, service))
        .extracting(KeyRecord::principal)
        .doesNotContain(Callers.ROOT);
    assertThat(fixture.present(admins.text())).isEqualTo("root");
  }

  @Test
  void a_rule_lets_one_user_manage_the_keys_of_another() {
    Rule rule =
        new Rule(
            Rule.Effect.PERMIT,
            new Rule.Subject.Named(Principal.Kind.USER, "boss"),
            EnumSet.of(Action.KEYS_MANAGE),
            Box.ofUser("default", "alice"));
    Allow boss =
        Callers.allow(
            Callers.identity("user:boss"), Action.KEYS_MANAGE, List.of(rule), fixture.clock);
    NewKey wanted =
        new NewKey(Callers.ALICE, Optional.empty(), Optional.empty(), Callers.UNLIMITED);

    assertThat(fixture.keys.mint(boss, wanted)).isInstanceOf(Minting.Minted.class);
  }

  private Minting mint(Identity who, Principal owner, Ceiling ceiling) {
    NewKey wanted = new NewKey(owner, Optional.empty(), Optional.of("why"), ceiling);
    return fixture.keys.mint(fixture.manage(who), wanted);
  }

  private Rotation rotate(Allow allow, String id) {
    return fixture.keys.rotate(allow, id, Duration.ofHours(1));
  }

  private static Identity limited(String who, Ceiling ceiling) {
    return Callers.identity(Callers.principal(who), ceiling);
  }

  private static Ceiling bound(List<Network> networks, Optional<Instant> end) {
    return new Ceiling(
        Action.ALL, Box.EVERYWHERE, networks, Optional.empty(), end, Optional.empty());
  }

  private static Ceiling made(Minting minting) {
    return ((Minting.Minted) minting).key().ceiling();
  }

  private static String reason(Minting minting) {
    return switch (minting) {
      case Minting.Minted _ -> "";
      case Minting.NotWithin(var reason) -> reason;
      case Minting.UnfitText(var reason) -> reason;
      case Minting.OwnerDeleted(var owner) -> owner + " was deleted";
    };
  }
}
