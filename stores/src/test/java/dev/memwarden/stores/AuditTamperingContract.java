package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.Checkpoint;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.audit.Verification;
import dev.memwarden.memory.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever somebody does to the audit log behind the program's back shows, and what is withheld is
/// told.
public abstract class AuditTamperingContract {
  private static final int ENTRIES = 6;
  private static final Allow ALICES = Proofs.memoryOf("alice");

  private Checkpoint checkpoint;

  /// Opens the same data each time it is called during one test.
  protected abstract Stores open();

  /// The chain that the store links with.
  protected abstract AuditChain chain();

  /// Changes rows behind the back of the program, which is closed, without its master key.
  ///
  /// @return how many rows it were
  protected abstract int run(String sql) throws SQLException;

  @BeforeEach
  void a_log_of_which_two_entries_were_removed() {
    try (Stores stores = open()) {
      stores.audit().append(IntStream.range(0, ENTRIES).mapToObj(second -> event(second)).toList());
      assertThat(stores.audit().prune(Proofs.NOON.plusSeconds(2), 100, 100, Proofs.NOON))
          .isEqualTo(2);
      checkpoint = verifier(stores).checkpoint();
    }
    assertThat(verified(Optional.of(checkpoint))).isInstanceOf(Verification.Intact.class);
  }

  private static AuditEvent event(int second) {
    return new AuditEvent(
        Proofs.NOON.plusSeconds(second),
        AuditEvent.Kind.ACCESS,
        new Actor(Proofs.TENANT, "user:alice", "api_key", "k"),
        Deed.to("memory:read", "default/alice"),
        Ending.allowed("200"),
        new Correlation("r-" + second, "192.0.2.1", "GET /memories"));
  }

  private AuditVerifier verifier(Stores stores) {
    return new AuditVerifier(stores.audit(), chain(), Proofs.CLOCK);
  }

  private Verification verified(Optional<Checkpoint> against) {
    try (Stores stores = open()) {
      return verifier(stores).verify(against);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit SET at = at + 1 WHERE seq = 4",
        "UPDATE audit SET writer = 'other' WHERE seq = 4",
        "UPDATE audit SET kind = 'check' WHERE seq = 4",
        "UPDATE audit SET kind = 'nonsense' WHERE seq = 4",
        "UPDATE audit SET tenant = 'acme' WHERE seq = 4",
        "UPDATE audit SET principal = 'user:bob' WHERE seq = 4",
        "UPDATE audit SET credential_kind = '' WHERE seq = 4",
        "UPDATE audit SET credential = 'k-bob' WHERE seq = 4",
        "UPDATE audit SET action = 'chat' WHERE seq = 4",
        "UPDATE audit SET about = 'default/bob' WHERE seq = 4",
        "UPDATE audit SET shown = 'default/bob' WHERE seq = 4",
        "UPDATE audit SET outcome = 'denied' WHERE seq = 4",
        "UPDATE audit SET outcome = '' WHERE seq = 4",
        "UPDATE audit SET reason = '' WHERE seq = 4",
        "UPDATE audit SET request = 'r' WHERE seq = 4",
        "UPDATE audit SET address = '::1' WHERE seq = 4",
        "UPDATE audit SET via = '' WHERE seq = 4",
        "UPDATE audit SET times = 2 WHERE seq = 4",
        "UPDATE audit SET tag = '' WHERE seq = 4",
        "UPDATE audit SET tag = (SELECT tag FROM audit WHERE seq = 5) WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 4",
        "DELETE FROM audit WHERE seq < 5",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit_anchor",
        "UPDATE audit_anchor SET seq = 3",
        "UPDATE audit_anchor SET signature = ''",
        "UPDATE audit_anchor SET writer = 'other'",
        "INSERT INTO audit SELECT seq + 100, writer, at, kind, tenant, principal, credential_kind,"
            + " credential, action, about, shown, outcome, reason, request, address, via, times, tag"
            + " FROM audit WHERE seq = 4",
      })
  void a_change_in_the_file_shows(String sql) throws SQLException {
    assertThat(run(sql)).isPositive();

    assertThat(verified(Optional.empty())).isInstanceOf(Verification.Broken.class);
  }

  // Everything from the third entry on, with an anchor that says so: signed by nobody.
  @Test
  void a_beginning_that_was_moved_shows() throws SQLException {
    assertThat(run("UPDATE audit_anchor SET seq = 3, tag = (SELECT tag FROM audit WHERE seq = 3)"))
        .isOne();
    assertThat(run("DELETE FROM audit WHERE seq = 3")).isOne();

    assertThat(verified(Optional.empty())).isInstanceOf(Verification.Broken.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM audit WHERE seq = 7",
        "DELETE FROM audit WHERE seq > 4",
        "DELETE FROM audit"
      })
  void what_was_taken_from_the_end_shows_against_a_checkpoint(String sql) throws SQLException {
    assertThat(run(sql)).isPositive();

    assertThat(verified(Optional.of(checkpoint))).isInstanceOf(Verification.Broken.class);
    try (Stores stores = open()) {
      for (int i = 0; i < ENTRIES; i++) {
        stores.audit().append(List.of(event(i)));
      }
    }
    assertThat(verified(Optional.of(checkpoint)))
        .as("also when the log has grown since")
        .isInstanceOf(Verification.Broken.class);
  }

  @Test
  void what_is_withheld_is_told_with_the_request_that_asked_for_it() throws SQLException {
    try (Stores stores = open()) {
      assertThat(Drafts.put(stores, ALICES, Drafts.of("alice", "m1", "tea"))).hasSize(1);
    }
    assertThat(run("UPDATE item SET text = 'planted' WHERE id = 'm1'")).isOne();
    List<AuditEvent> told = new ArrayList<>();
    Correlation request = new Correlation("r-1", "192.0.2.1", "GET /memories");

    try (Stores stores = open()) {
      stores.audit().onWithheld(told::add);
      assertThat(request.during(() -> stores.memories().find(ALICES, Kind.MEMORY, "m1"))).isEmpty();
    }

    assertThat(told)
        .containsExactly(
            new AuditEvent(
                Proofs.NOON,
                AuditEvent.Kind.WITHHELD,
                Actor.SERVER,
                Deed.to("record_withheld", "memory:1"),
                Ending.denied("INTEGRITY"),
                request));
  }
}
