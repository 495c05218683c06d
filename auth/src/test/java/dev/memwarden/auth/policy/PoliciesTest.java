package dev.memwarden.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.SettableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final String FIRST = "forbid * chat *";
  private static final String SECOND = "forbid * memory:read *";

  private final SettableClock clock = new SettableClock();
  private final Versions store = new Versions();
  private final Policies policies = new Policies(store, clock);
  private final Allow manage =
      Callers.allow(Callers.identity("admin:root"), Action.USERS_MANAGE, clock);

  private static final class Versions implements PolicyStore {
    final List<Version> versions = new ArrayList<>();
    final AtomicReference<Runnable> afterApply = new AtomicReference<>(() -> {});
    final AtomicReference<Runnable> afterReading = new AtomicReference<>(() -> {});

    @Override
    public Optional<Version> current() {
      Optional<Version> read =
          versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
      afterReading.getAndSet(() -> {}).run();
      return read;
    }

    @Override
    public Version apply(Allow allow, String text, Instant at) {
      String by = allow.identity().principal().toString();
      Version version = new Version(versions.size() + 1, text, at, by);
      versions.add(version);
      afterApply.getAndSet(() -> {}).run();
      return version;
    }
  }

  @Test
  void only_the_default_rules_hold_before_the_first_text() {
    assertThat(policies.get().rules()).isEmpty();
    assertThat(policies.version()).isZero();
  }

  @Test
  void a_text_is_stored_and_in_force_at_once() {
    PolicyStore.Version version = policies.apply(manage, FIRST);

    assertThat(version)
        .isEqualTo(new PolicyStore.Version(1, FIRST, SettableClock.NOON, "admin:root"));
    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(FIRST));
    assertThat(policies.version()).isEqualTo(1);
    assertThat(new Policies(store, clock).get().rules()).isEqualTo(PolicyText.parse(FIRST));
  }

  @Test
  void a_text_with_a_mistake_changes_nothing() {
    policies.apply(manage, FIRST);

    assertThatThrownBy(() -> policies.apply(manage, "permit"))
        .isInstanceOf(PolicySyntaxException.class);
    assertThat(store.versions).hasSize(1);
    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(FIRST));
  }

  @Test
  void of_two_texts_at_once_the_one_numbered_last_is_in_force() {
    store.afterApply.set(() -> policies.apply(manage, SECOND));
    policies.apply(manage, FIRST);

    assertThat(policies.version()).isEqualTo(2);
    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(SECOND));
  }

  @Test
  void what_was_applied_while_the_store_was_read_stays_in_force() {
    policies.apply(manage, FIRST);
    store.afterReading.set(() -> policies.apply(manage, SECOND));

    policies.reload();

    assertThat(policies.version()).isEqualTo(2);
    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(SECOND));
  }

  @Test
  void a_text_that_the_store_has_lost_is_in_force_no_more() {
    policies.apply(manage, FIRST);
    policies.apply(manage, SECOND);

    store.versions.removeLast();
    policies.reload();
    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(FIRST));
    store.versions.removeLast();
    policies.reload();
    assertThat(policies.get().rules()).isEmpty();
    assertThat(policies.version()).isZero();
  }

  @Test
  void another_text_that_got_the_version_of_a_lost_one_is_in_force() {
    policies.apply(manage, FIRST);
    store.versions.removeLast();
    store.versions.add(new PolicyStore.Version(1, SECOND, SettableClock.NOON, "x"));

    policies.reload();

    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(SECOND));
  }

  @Test
  void a_text_is_in_force_at_once_though_the_store_has_lost_those_before() {
    policies.apply(manage, FIRST);
    policies.apply(manage, FIRST);
    store.versions.clear();

    policies.apply(manage, SECOND);

    assertThat(policies.version()).isEqualTo(1);
    assertThat(policies.get().rules()).isEqualTo(PolicyText.parse(SECOND));
  }

  @Test
  void a_stored_text_that_cannot_be_read_stops_the_start() {
    store.versions.add(new PolicyStore.Version(1, "nonsense", SettableClock.NOON, "x"));

    assertThatThrownBy(() -> new Policies(store, clock)).isInstanceOf(PolicySyntaxException.class);
  }
}
