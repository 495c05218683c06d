package dev.memwarden.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.MasterKeyRing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuditChainTest {
  private static final String OLD = "k1 " + "A".repeat(43);
  private static final String NEW = "k2 " + "_".repeat(42) + "8";

  private final AuditChain chain = chain(OLD);
  private final ChainLink first = chain.next(ChainLink.start("w"), Events.READ);
  private final ChainLink second = chain.next(first, Events.READ);

  private static AuditChain chain(String... lines) {
    return new AuditChain(MasterKeyRing.parse(Secret.of(String.join("\n", lines))));
  }

  private static AuditEntry entry(ChainLink link, AuditEvent event) {
    return new AuditEntry(link.seq(), link, event);
  }

  // HKDF-SHA256(ikm = 32 zeros, no salt, info = "memwarden/1/audit-chain"), then HMAC over the
  // parts,
  // each behind its length; computed with Python's hmac and hashlib.
  @Test
  void links_are_hmacs_over_the_entry_and_the_tag_before() {
    assertThat(first)
        .isEqualTo(
            new ChainLink(
                "w", 1, "k1:fcc39211085243d5bd09787c97067947691f193a08d4f69c0bacd35780b42c70"));
    assertThat(second)
        .isEqualTo(
            new ChainLink(
                "w", 2, "k1:0c0526dbfaa538482aed01c980060ec64eebec67df46c3318b2f38e345cd0046"));
    assertThat(chain.follows(ChainLink.start("w"), entry(first, Events.READ))).isTrue();
    assertThat(chain.follows(first, entry(second, Events.READ))).isTrue();
  }

  static List<AuditEvent> whatever_is_changed() {
    AuditEvent read = Events.READ;
    Actor who = read.actor();
    Deed deed = read.deed();
    Correlation from = read.correlation();
    return List.of(
        with(read.actor(), deed, read.ending(), from, 2),
        new AuditEvent(read.at().plusNanos(1_000), read.kind(), who, deed, read.ending(), from),
        new AuditEvent(read.at(), AuditEvent.Kind.JOB, who, deed, read.ending(), from),
        by(new Actor("other", who.principal(), who.kind(), who.credential())),
        by(new Actor(who.tenant(), "user:bob", who.kind(), who.credential())),
        by(new Actor(who.tenant(), who.principal(), "working_jwt", who.credential())),
        by(new Actor(who.tenant(), who.principal(), who.kind(), "k-2")),
        to(new Deed("memory:write", deed.on(), deed.shown())),
        to(new Deed(deed.action(), List.of("default/bob"), deed.shown())),
        to(new Deed(deed.action(), deed.on(), List.of("default/bob"))),
        to(new Deed(deed.action(), List.of(), deed.on())),
        with(who, deed, Ending.denied("200"), from, 1),
        with(who, deed, Ending.allowed("404"), from, 1),
        with(who, deed, read.ending(), new Correlation("r-2", from.address(), from.via()), 1),
        with(who, deed, read.ending(), new Correlation(from.request(), "::1", from.via()), 1),
        with(who, deed, read.ending(), new Correlation(from.request(), from.address(), ""), 1));
  }

  private static AuditEvent by(Actor actor) {
    return with(actor, Events.READ.deed(), Events.READ.ending(), Events.READ.correlation(), 1);
  }

  private static AuditEvent to(Deed deed) {
    return with(Events.READ.actor(), deed, Events.READ.ending(), Events.READ.correlation(), 1);
  }

  private static AuditEvent with(
      Actor actor, Deed deed, Ending ending, Correlation correlation, long times) {
    return new AuditEvent(
        Events.READ.at(), Events.READ.kind(), actor, deed, ending, correlation, times);
  }

  @ParameterizedTest
  @MethodSource
  void whatever_is_changed(AuditEvent changed) {
    assertThat(chain.follows(first, entry(second, changed))).isFalse();
  }

  @Test
  void an_entry_has_one_place_only() {
    ChainLink elsewhere = chain.next(ChainLink.start("v"), Events.READ);

    assertThat(chain.follows(ChainLink.start("w"), entry(second, Events.READ))).isFalse();
    assertThat(chain.follows(second, entry(second, Events.READ))).isFalse();
    assertThat(chain.follows(elsewhere, entry(second, Events.READ))).isFalse();
    assertThat(
            chain.follows(
                ChainLink.start("w"), entry(new ChainLink("w", 1, elsewhere.tag()), Events.READ)))
        .isFalse();
    assertThat(chain.follows(first, entry(new ChainLink("w", 2, "none"), Events.READ))).isFalse();
  }

  @Test
  void another_master_key_makes_no_links() {
    assertThat(chain(NEW).follows(first, entry(second, Events.READ))).isFalse();
    assertThat(chain(NEW).isAnchor(first, chain.anchor(first))).isFalse();
    assertThat(chain(NEW).isGenuine(chain.sign(Events.NEW_YEAR, List.of(first)))).isFalse();
  }

  @Test
  void a_key_that_was_replaced_still_checks_what_it_linked() {
    AuditChain replaced = chain(NEW, OLD);
    ChainLink third = replaced.next(second, Events.READ);

    assertThat(third.tag()).startsWith("k2:");
    assertThat(replaced.follows(first, entry(second, Events.READ))).isTrue();
    assertThat(replaced.follows(second, entry(third, Events.READ))).isTrue();
  }

  @Test
  void an_anchor_is_of_one_link() {
    String anchor = chain.anchor(first);

    assertThat(chain.isAnchor(first, anchor)).isTrue();
    assertThat(chain.isAnchor(second, anchor)).isFalse();
    assertThat(chain.isAnchor(new ChainLink("v", 1, first.tag()), anchor)).isFalse();
    assertThat(chain.isAnchor(new ChainLink("w", 1, second.tag()), anchor)).isFalse();
    assertThat(chain.isAnchor(first, first.tag())).as("an entry is no anchor").isFalse();
    assertThat(chain.isAnchor(first, "")).isFalse();
  }

  @Test
  void a_checkpoint_lists_all_heads_in_order_of_their_writers() {
    ChainLink other = chain.next(ChainLink.start("a"), Events.READ);
    Checkpoint checkpoint = chain.sign(Events.NEW_YEAR, List.of(second, other));

    assertThat(checkpoint.heads()).containsExactly(other, second);
    assertThat(chain.isGenuine(checkpoint)).isTrue();
    assertThat(checkpoint).isEqualTo(chain.sign(Events.NEW_YEAR, List.of(other, second)));
    assertThat(
            chain.isGenuine(
                new Checkpoint(checkpoint.at(), List.of(second), checkpoint.signature())))
        .isFalse();
    assertThat(
            chain.isGenuine(
                new Checkpoint(
                    checkpoint.at().plusSeconds(1), checkpoint.heads(), checkpoint.signature())))
        .isFalse();
  }
}
