package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditChain;
import dev.memwarden.auth.audit.AuditEntry;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.AuditLog;
import dev.memwarden.auth.audit.AuditQuery;
import dev.memwarden.auth.audit.AuditQuery.Field;
import dev.memwarden.auth.audit.AuditQuery.Order;
import dev.memwarden.auth.audit.AuditVerifier;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.auth.audit.Verification;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.KeyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every [AuditLog] must do.
public abstract class AuditLogContract extends Contract {
  private static final Allow READING = Proofs.of(Proofs.admin(), Action.AUDIT_READ);
  private static final Correlation REQUEST = new Correlation("r-7", "192.0.2.7", "POST /auth/keys");

  /// The chain that the store links with.
  protected abstract AuditChain chain();

  private AuditLog log() {
    return stores().audit();
  }

  private static AuditEvent event(int second, String who, String action, String... on) {
    return new AuditEvent(
        Proofs.NOON.plusSeconds(second),
        AuditEvent.Kind.ACCESS,
        new Actor(Proofs.TENANT, who, "api_key", "key-of-" + who),
        new Deed(action, List.of(on), List.of()),
        Ending.allowed("200"),
        new Correlation("r-" + second, "192.0.2.1", "GET /memories"));
  }

  private List<AuditEntry> all() {
    return log().list(READING, AuditQuery.oldest(10_000));
  }

  private List<AuditEvent> events() {
    return all().stream().map(AuditEntry::event).toList();
  }

  private Verification verified() {
    return new AuditVerifier(log(), chain(), Proofs.CLOCK).verify(Optional.empty());
  }

  private void requireIntact(long entries) {
    assertThat(verified())
        .isInstanceOfSatisfying(
            Verification.Intact.class, found -> assertThat(found.entries()).isEqualTo(entries));
  }

  @Test
  void an_empty_log_is_intact() {
    requireIntact(0);
    assertThat(all()).isEmpty();
  }

  @Test
  void what_was_told_is_there_in_order_also_after_a_restart() {
    AuditEvent full =
        new AuditEvent(
            Proofs.NOON.plusNanos(1_000),
            AuditEvent.Kind.JOB,
            new Actor(Proofs.TENANT, "service:Ünïcode \"x\"", "working_jwt", "a.b.c"),
            new Deed("memory:read,chat", List.of("default/a", "default/b"), List.of("default/c")),
            Ending.denied("OUT_OF_REACH"),
            new Correlation("job-1", "2001:db8::1", "job summary"),
            1_000_000_000_000L);
    log().append(List.of(event(1, "user:alice", "memory:read", "default/alice"), full));
    log().append(List.of());
    log().append(List.of(event(2, "user:bob", "memory:write", "default/bob")));
    reopen();

    assertThat(events())
        .containsExactly(
            event(1, "user:alice", "memory:read", "default/alice"),
            full,
            event(2, "user:bob", "memory:write", "default/bob"));
    assertThat(all()).extracting(entry -> entry.link().seq()).containsExactly(1L, 2L, 3L);
    requireIntact(3);
  }

  @Test
  void a_chain_goes_on_after_a_restart() {
    log().append(List.of(event(1, "user:alice", "memory:read")));
    reopen();
    log().append(List.of(event(2, "user:alice", "memory:read")));

    requireIntact(2);
    assertThat(log().chains()).hasSize(1);
  }

  @Test
  void many_at_once_make_one_chain() throws InterruptedException {
    int threads = 8;
    int each = 25;
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int own = t;
      all.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  log().append(List.of(event(i, "user:u" + own, "memory:read")));
                }
              }));
    }
    for (Thread thread : all) {
      thread.join();
    }

    requireIntact(threads * each);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          FIELD      | VALUE             | FOUND
          PRINCIPAL  | user:alice        | 1,2
          PRINCIPAL  | user:ALICE        | ''
          PRINCIPAL  | user:al           | ''
          CREDENTIAL | key-of-user:bob   | 3
          ACTION     | memory:read       | 1,2,4
          ACTION     | memory            | ''
          ACTION     | chat              | 2
          USER       | alice             | 1,2,4,5
          USER       | alice2            | 3
          USER       | ali               | ''
          USER       | a%b               | 6
          KIND       | access            | 1,2,3,4,6
          KIND       | change            | 5
          OUTCOME    | denied            | 5
          REASON     | EXPIRED           | 5
          REQUEST    | r-3               | 3
          ADDRESS    | 192.0.2.1         | 1,2,3,4,6
          """)
  void entries_are_found_by_what_they_say(Field field, String value, String found) {
    log()
        .append(
            List.of(
                event(1, "user:alice", "memory:read", "default/alice"),
                event(2, "user:alice", "memory:read,chat", "default/bob", "default/alice/coach"),
                event(3, "user:bob", "memory:write", "default/alice2"),
                new AuditEvent(
                    Proofs.NOON,
                    AuditEvent.Kind.ACCESS,
                    new Actor(Proofs.TENANT, "service:s", "api_key", "k"),
                    new Deed("memory:read", List.of("default"), List.of("default/alice")),
                    Ending.DONE,
                    new Correlation("", "192.0.2.1", "")),
                new AuditEvent(
                    Proofs.NOON,
                    AuditEvent.Kind.CHANGE,
                    Actor.SERVER,
                    Deed.to("principal_disabled", "default/user:alice"),
                    Ending.denied("EXPIRED"),
                    Correlation.NONE),
                event(6, "user:x", "memory:delete", "default/a%25b")));

    assertThat(
            log()
                .list(
                    READING,
                    new AuditQuery(
                        Map.of(field, value),
                        Optional.empty(),
                        Optional.empty(),
                        Order.OLDEST,
                        Optional.empty(),
                        100)))
        .extracting(entry -> Long.toString(entry.link().seq()))
        .containsExactly(found.isEmpty() ? new String[0] : found.split(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          ORDER  | SINCE | UNTIL | BEYOND | LIMIT | FOUND
          OLDEST |       |       |        | 3     | 1,2,3
          NEWEST |       |       |        | 3     | 6,5,4
          OLDEST |       |       | 3      | 2     | 4,5
          NEWEST |       |       | 3      | 9     | 2,1
          OLDEST | 2     | 5     |        | 9     | 2,3,4
          NEWEST | 2     | 5     |        | 1     | 4
          OLDEST | 2     | 5     | 2      | 9     | 3,4
          OLDEST |       |       | 6      | 9     | ''
          """)
  void entries_are_looked_at_in_pages(
      Order order, Integer since, Integer until, Long beyond, int limit, String found) {
    log()
        .append(
            IntStream.rangeClosed(1, 6)
                .mapToObj(second -> event(second, "user:alice", "memory:read"))
                .toList());

    assertThat(
            log()
                .list(
                    READING,
                    new AuditQuery(
                        Map.of(),
                        Optional.ofNullable(since).map(Proofs.NOON::plusSeconds),
                        Optional.ofNullable(until).map(Proofs.NOON::plusSeconds),
                        order,
                        Optional.ofNullable(beyond),
                        limit)))
        .extracting(entry -> Long.toString(entry.link().seq()))
        .containsExactly(found.isEmpty() ? new String[0] : found.split(","));
  }

  @Test
  void a_tenant_sees_its_own_entries_only() {
    Actor elsewhere = new Actor("acme", "user:alice", "api_key", "k");
    AuditEvent theirs =
        new AuditEvent(
            Proofs.NOON,
            AuditEvent.Kind.ACCESS,
            elsewhere,
            Deed.of("memory:read"),
            Ending.DONE,
            Correlation.NONE);
    log().append(List.of(event(1, "user:alice", "memory:read"), theirs));

    assertThat(events()).containsExactly(event(1, "user:alice", "memory:read"));
    assertThat(
            log().list(Proofs.of(Proofs.admin("acme"), Action.AUDIT_READ), AuditQuery.oldest(10)))
        .extracting(AuditEntry::event)
        .containsExactly(theirs);
    requireIntact(2);
  }

  @Test
  void who_may_read_about_some_users_only_reads_nothing() {
    Allow narrow = Proofs.in(Box.ofUser(Proofs.TENANT, "alice"), Proofs.admin(), Action.AUDIT_READ);

    assertThatIllegalStateException().isThrownBy(() -> log().list(narrow, AuditQuery.oldest(10)));
    assertThatIllegalStateException()
        .isThrownBy(() -> log().list(Proofs.managing(), AuditQuery.oldest(10)));
  }

  @Test
  void a_change_of_authority_is_an_entry_with_the_name_of_its_request() {
    boolean added =
        REQUEST.during(
            () -> stores().keys().insert(Proofs.managing(), Keys.of("k1", Proofs.user("alice"))));

    assertThat(added).isTrue();
    assertThat(events())
        .containsExactly(
            change("principal_added", "default/user:alice", REQUEST),
            change("key_added", "default/key:k1", REQUEST));
    assertThat(
            stores()
                .keys()
                .revoke(Proofs.managing(), "k1", new KeyRecord.Revocation(Proofs.NOON, "lost")))
        .isPresent();
    assertThat(events())
        .last()
        .isEqualTo(change("key_revoked", "default/key:k1", Correlation.NONE));
    requireIntact(3);
  }

  private static AuditEvent change(String what, String subject, Correlation correlation) {
    return new AuditEvent(
        Proofs.NOON,
        AuditEvent.Kind.CHANGE,
        new Actor(Proofs.TENANT, "admin:root", "api_key", "k-root"),
        Deed.to(what, subject),
        Ending.DONE,
        correlation);
  }

  @Test
  void a_change_that_was_not_made_leaves_no_entry() {
    assertThat(stores().keys().insert(Proofs.managing(), Keys.of("k1", Proofs.user("alice"))))
        .isTrue();
    KeyRecord sameId = Keys.of("k1", Proofs.user("alice"));
    KeyRecord other =
        new KeyRecord(
            sameId.id(),
            Proofs.user("bob"),
            Optional.empty(),
            Optional.empty(),
            sameId.ceiling(),
            KeyHash.of(Secret.of("another text")),
            Proofs.NOON,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> stores().keys().insert(Proofs.managing(), other))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(all()).hasSize(2);
    requireIntact(2);
  }

  @Test
  void what_is_old_is_removed_and_the_rest_is_intact() {
    log()
        .append(
            IntStream.rangeClosed(1, 9)
                .mapToObj(second -> event(second, "user:alice", "memory:read"))
                .toList());

    assertThat(prune(4, 100, 100)).isEqualTo(3);
    reopen();
    assertThat(all()).extracting(entry -> entry.link().seq()).startsWith(4L, 5L).hasSize(7);
    assertThat(events())
        .last()
        .satisfies(pruned -> {
          assertThat(pruned.deed()).isEqualTo(Deed.of("audit_pruned"));
          assertThat(pruned.times()).isEqualTo(3);
        });
    requireIntact(7);
    assertThat(prune(4, 100, 100)).as("nothing more").isZero();
    requireIntact(7);
  }

  @Test
  void what_is_too_much_is_removed_step_by_step() {
    log()
        .append(
            IntStream.rangeClosed(1, 9)
                .mapToObj(second -> event(second, "user:alice", "memory:read"))
                .toList());

    assertThat(prune(0, 4, 3)).isEqualTo(3);
    requireIntact(7);
    assertThat(prune(0, 4, 3)).isEqualTo(3);
    assertThat(prune(0, 4, 3)).as("as the removals are entries too").isOne();
    requireIntact(5);
  }

  @Test
  void the_newest_entry_is_never_removed() {
    log().append(List.of(event(1, "user:alice", "memory:read")));
    log().append(List.of(event(2, "user:alice", "memory:read")));

    assertThat(prune(1_000, 1, 100)).isOne();
    assertThat(all()).extracting(entry -> entry.link().seq()).containsExactly(2L, 3L);
    log().append(List.of(event(3, "user:alice", "memory:read")));
    requireIntact(3);
  }

  private int prune(int second, long most, int limit) {
    return log()
        .prune(Proofs.NOON.plusSeconds(second), most, limit, Proofs.NOON.plusSeconds(5_000));
  }
}
