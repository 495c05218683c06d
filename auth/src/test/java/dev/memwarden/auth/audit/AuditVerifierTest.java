package dev.memwarden.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.audit.Verification.Broken;
import dev.memwarden.auth.audit.Verification.Intact;
import dev.memwarden.auth.key.MasterKeyRing;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditVerifierTest {
  private static final int ENTRIES = 2_500; // more than two pages

  private final AuditChain chain = new AuditChain(MasterKeyRing.generate(new SecureRandom()));
  private final ListLog log = new ListLog(chain);
  private final AuditVerifier verifier = new AuditVerifier(log, chain, new SettableClock());

  @BeforeEach
  void two_chains() {
    for (int i = 1; i <= ENTRIES; i++) {
      log.append("w", Events.numbered(i));
    }
    log.append("v", Events.READ);
  }

  private Verification verified() {
    return verifier.verify(Optional.empty());
  }

  @Test
  void what_was_written_is_intact() {
    assertThat(verified()).isEqualTo(new Intact(ENTRIES + 1, verifier.checkpoint()));
    assertThat(verifier.checkpoint().heads())
        .extracting(ChainLink::writer)
        .containsExactly("v", "w");
    assertThat(verifier.verify(Optional.of(verifier.checkpoint()))).isInstanceOf(Intact.class);
  }

  @Test
  void an_empty_log_is_intact() {
    log.entries.clear();

    assertThat(verified()).isEqualTo(new Intact(0, verifier.checkpoint()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 999, 1_000, 1_001, 2_499, 2_500})
  void a_changed_entry_shows(int seq) {
    AuditEntry entry = log.of("w").get(seq - 1);
    log.of("w").set(seq - 1, new AuditEntry(entry.id(), entry.link(), Events.READ));

    assertThat(verified()).isEqualTo(new Broken("w", seq, "the entry is not what was written"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 999, 1_000, 1_001, 2_499})
  void a_missing_entry_shows(int seq) {
    log.of("w").remove(seq - 1);

    assertThat(verified()).isEqualTo(new Broken("w", seq, "the entry is missing"));
  }

  @Test
  void an_entry_that_goes_from_the_end_while_we_look_shows() {
    log.before = () -> log.of("w").removeIf(entry -> entry.link().seq() == ENTRIES);

    // Every look finds another end, until nothing is taken away any more.
    AuditLog.Chain before = log.chains().getLast();
    assertThat(before.head().seq()).isEqualTo(ENTRIES);
    assertThat(verified()).isEqualTo(new Broken("w", ENTRIES, "the entry is missing"));
  }

  @Test
  void entries_taken_from_the_end_show_against_a_checkpoint_only() {
    Checkpoint checkpoint = verifier.checkpoint();
    log.of("w").removeLast();

    assertThat(verified()).isInstanceOf(Intact.class);
    assertThat(verifier.verify(Optional.of(checkpoint)))
        .isEqualTo(
            new Broken("w", ENTRIES, "the entry was there at the checkpoint and is missing"));
  }

  @Test
  void a_log_that_went_another_way_since_shows_against_a_checkpoint() {
    Checkpoint checkpoint = verifier.checkpoint();
    log.of("w").removeLast();
    log.append("w", Events.READ);
    log.append("w", Events.READ);

    assertThat(verified()).isInstanceOf(Intact.class);
    assertThat(verifier.verify(Optional.of(checkpoint)))
        .isEqualTo(new Broken("w", ENTRIES, "the entry of the checkpoint was another"));
  }

  @Test
  void a_chain_that_is_gone_shows_against_a_checkpoint() {
    Checkpoint checkpoint = verifier.checkpoint();
    log.entries.remove("v");

    assertThat(verifier.verify(Optional.of(checkpoint)))
        .isEqualTo(new Broken("v", 1, "the chain of the checkpoint is gone"));
  }

  @Test
  void a_writer_that_had_written_nothing_may_be_gone() {
    Checkpoint checkpoint = chain.sign(SettableClock.NOON, List.of(ChainLink.start("gone")));

    assertThat(verifier.verify(Optional.of(checkpoint))).isInstanceOf(Intact.class);
  }

  @Test
  void a_checkpoint_of_somebody_else_proves_nothing() {
    Checkpoint mine = verifier.checkpoint();
    Checkpoint forged = new Checkpoint(mine.at(), List.of(), mine.signature());

    assertThat(verifier.verify(Optional.of(forged)))
        .isEqualTo(new Broken("", 0, "the checkpoint was not signed with this master key"));
  }

  @Test
  void what_retention_removed_is_not_missing() {
    Checkpoint before = verifier.checkpoint();
    log.cut("w", 1_200);
    Checkpoint after = verifier.checkpoint();

    assertThat(verified()).isEqualTo(new Intact(ENTRIES - 1_200 + 1, after));
    assertThat(verifier.verify(Optional.of(before))).isInstanceOf(Intact.class);
    log.append("w", Events.READ);
    log.cut("w", 1_300);
    assertThat(verifier.verify(Optional.of(after)))
        .as("the head of the checkpoint is the last that was removed")
        .isInstanceOf(Intact.class);
  }

  @Test
  void a_checkpoint_of_what_was_removed_must_be_of_that() {
    Checkpoint checkpoint = verifier.checkpoint();
    log.of("w").removeLast();
    log.append("w", Events.READ);
    log.append("w", Events.READ);
    log.cut("w", ENTRIES);

    assertThat(verifier.verify(Optional.of(checkpoint)))
        .isEqualTo(new Broken("w", ENTRIES, "the entry of the checkpoint was another"));
  }

  @Test
  void a_beginning_that_nobody_signed_shows() {
    log.removed.put("w", new ChainLink("w", 100, "k:" + "0".repeat(64)));
    ListLog forged = new ListLog(new AuditChain(MasterKeyRing.generate(new SecureRandom())));
    forged.entries.putAll(log.entries);
    forged.removed.putAll(log.removed);

    assertThat(new AuditVerifier(forged, chain, new SettableClock()).verify(Optional.empty()))
        .isEqualTo(
            new Broken("w", 100, "where the log begins was not signed with this master key"));
  }

  @Test
  void what_retention_removes_while_we_look_is_not_missing() {
    log.before =
        () -> {
          log.before = () -> {};
          log.cut("w", 1_500);
        };

    assertThat(verified()).isEqualTo(new Intact(ENTRIES - 1_500 + 1, verifier.checkpoint()));
  }

  @Test
  void what_is_written_while_we_look_is_looked_at_too() {
    log.before =
        () -> {
          log.before = () -> {};
          log.append("w", Events.READ);
          log.append("v", Events.READ);
        };

    assertThat(verified()).isEqualTo(new Intact(ENTRIES + 3, verifier.checkpoint()));
  }
}
