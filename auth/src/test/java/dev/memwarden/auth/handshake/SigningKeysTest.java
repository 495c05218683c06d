package dev.memwarden.auth.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.handshake.SigningKeys.Shown;
import dev.memwarden.auth.handshake.SigningKeys.State;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Sealing;
import dev.memwarden.auth.token.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SettableClock clock = new SettableClock();
  private final MemorySigningKeys store = new MemorySigningKeys();
  private final MasterKeyRing ring = MasterKeyRing.generate(RANDOM);
  private final SigningKeys keys = open(ring);

  private SigningKeys open(MasterKeyRing master) {
    return new SigningKeys(store, new Sealing(master, RANDOM, "signing-key"), RANDOM, clock);
  }

  private State state(SigningKey key) {
    return keys.published().stream()
        .filter(shown -> shown.key().id().equals(key.id()))
        .map(Shown::state)
        .findFirst()
        .orElse(null);
  }

  @Test
  void the_first_key_is_made_when_it_is_needed_and_kept_sealed() {
    assertThat(keys.published()).isEmpty();
    assertThat(keys.find("x")).isEmpty();

    SigningKey key = keys.signer();

    assertThat(keys.signer()).isSameAs(key);
    assertThat(keys.find(key.id())).contains(key);
    assertThat(state(key)).isEqualTo(State.SIGNING);
    assertThat(store.all()).hasSize(1);
    assertThat(store.all().getFirst().sealed()).startsWith(ring.keyIds().getFirst() + ":");
    assertThat(open(ring).signer().id()).isEqualTo(key.id());
  }

  @Test
  void a_key_whose_master_key_is_gone_is_passed_over() {
    SigningKey key = keys.signer();

    assertThat(open(MasterKeyRing.generate(RANDOM)).signer().id()).isNotEqualTo(key.id());
  }

  @Test
  void a_new_key_is_published_before_it_signs_and_the_old_one_after() {
    SigningKey old = keys.signer();
    SigningKey next = keys.rotate("test").key();
    assertThat(keys.rotate("test").key()).as("one at a time").isSameAs(next);
    assertThat(state(next)).isEqualTo(State.NEXT);
    assertThat(keys.signer()).isSameAs(old);

    clock.advance(SigningKeys.LEAD);
    assertThat(keys.signer()).isSameAs(next);
    assertThat(state(old)).isEqualTo(State.LAST);

    clock.advance(SigningKeys.TAIL.minusMillis(1));
    assertThat(keys.find(old.id())).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(keys.find(old.id())).isEmpty();
    keys.tend();
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void a_key_that_somebody_has_seen_is_replaced_at_once() {
    SigningKey old = keys.signer();
    SigningKey next = keys.rotate("test").key();
    SigningKey replacement = keys.replace("test").key();

    assertThat(keys.signer()).isSameAs(replacement);
    assertThat(keys.find(old.id())).isEmpty();
    assertThat(keys.find(next.id())).isEmpty();
    assertThat(store.all()).hasSize(1);
  }

  /// Both are in the store at once, or neither ever leaves it.
  @Test
  void nobody_who_asks_the_store_waits_for_another_who_does()
      throws InterruptedException, ExecutionException {
    SigningKey key = keys.signer();
    CountDownLatch inside = new CountDownLatch(2);
    SigningKeyStore slow =
        new SigningKeyStore() {
          @Override
          public List<Sealed> all() {
            inside.countDown();
            try {
              assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return store.all();
          }

          @Override
          public void replace(Sealed added, List<String> removed, String by) {
            throw new AssertionError();
          }

          @Override
          public void remove(List<String> ids, Instant at, String by) {
            throw new AssertionError();
          }
        };
    Sealing sealing = new Sealing(ring, RANDOM, "signing-key");
    SigningKeys asking = new SigningKeys(slow, sealing, RANDOM, clock, Freshness.NEVER);

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> one = executor.submit(() -> asking.find(key.id()).isPresent());
      Future<Boolean> other = executor.submit(() -> asking.find(key.id()).isPresent());
      assertThat(one.get()).isTrue();
      assertThat(other.get()).isTrue();
    }
  }

  @Test
  void what_is_made_while_the_store_is_read_is_known() {
    SigningKey old = keys.signer();
    store.after(1, () -> keys.replace("test"));

    keys.reload();

    assertThat(keys.find(old.id())).isEmpty();
    assertThat(keys.published()).hasSize(1);
  }

  /// After whichever reading that is.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void what_another_process_makes_while_keys_are_tended_is_not_forgotten(int reading) {
    assertThat(keys.signer()).isNotNull();
    Sealing sealing = new Sealing(ring, RANDOM, "signing-key");
    SigningKeys asking = new SigningKeys(store, sealing, RANDOM, clock, Freshness.NEVER);
    store.after(reading, () -> keys.rotate("elsewhere"));

    asking.tend();

    assertThat(store.all()).hasSize(2);
  }

  @Test
  void old_keys_are_replaced_by_themselves() {
    keys.tend();
    assertThat(store.all()).isEmpty();
    SigningKey old = keys.signer();
    clock.advance(SigningKeys.MAX_AGE.minusSeconds(1));
    keys.tend();
    assertThat(keys.published()).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    keys.tend();
    keys.tend();

    assertThat(keys.published()).hasSize(2);
    assertThat(keys.signer()).isSameAs(old);
    clock.advance(SigningKeys.LEAD);
    assertThat(keys.signer()).isNotSameAs(old);
  }
}
