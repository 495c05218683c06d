package dev.memwarden.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Credential;
import dev.memwarden.auth.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What happens when a key changes while it is being read; each order of events is forced by
/// latches.
class KeyRaceTest {
  private final KeyFixture fixture = new KeyFixture();
  private final Minting.Minted minted = fixture.mint(Callers.ALICE);
  private final KnownKey old = known();

  @Test
  void a_revocation_acknowledged_during_the_reading_is_what_the_request_gets() {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch revoked = new CountDownLatch(1);
    fixture.store.afterFirstFind(() -> {
      read.countDown();
      await(revoked);
    });
    KeyAuthenticator authenticator = fixture.authenticator;
    Credential.ApiKey key = new Credential.ApiKey(minted.text());

    CompletableFuture<String> request =
        CompletableFuture.supplyAsync(
            () -> KeyFixture.said(authenticator.authenticate(key, Callers.HOME)));
    await(read);
    assertThat(fixture.keys.revoke(fixture.root, minted.key().id(), "leaked")).isPresent();
    revoked.countDown();

    assertThat(request.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("REVOKED");
    assertThat(KeyFixture.said(authenticator.authenticate(key, Callers.HOME))).isEqualTo("REVOKED");
  }

  @Test
  void an_old_reading_loses_against_a_change_of_its_key() {
    AuthorityCache<String, KnownKey> cache = new AuthorityCache<>(10);
    AuthorityCache.Reading<KnownKey> reading = cache.read(() -> Optional.of(old));
    cache.invalidate(old.id());
    cache.keep(old.id(), reading);

    assertThat(cache.find(old.id())).isEmpty();
  }

  @Test
  void an_old_reading_loses_against_a_change_of_everything() {
    AuthorityCache<String, KnownKey> cache = new AuthorityCache<>(10);
    AuthorityCache.Reading<KnownKey> reading = cache.read(() -> Optional.of(old));
    cache.invalidateAll();
    cache.keep(old.id(), reading);

    assertThat(cache.find(old.id())).isEmpty();
  }

  @Test
  void an_old_reading_does_not_push_out_a_newer_one() {
    AuthorityCache<String, KnownKey> cache = new AuthorityCache<>(10);
    AuthorityCache.Reading<KnownKey> reading = cache.read(() -> Optional.of(old));
    cache.invalidate(old.id());
    KnownKey newer = known();
    cache.keep(old.id(), cache.read(() -> Optional.of(newer)));
    cache.keep(old.id(), reading);

    assertThat(cache.find(old.id())).containsSame(newer);
  }

  @Test
  void a_change_takes_away_what_was_remembered() {
    AuthorityCache<String, KnownKey> cache = new AuthorityCache<>(10);
    cache.keep(old.id(), cache.read(() -> Optional.of(old)));
    assertThat(cache.find(old.id())).containsSame(old);
    cache.invalidate("another");
    assertThat(cache.find(old.id())).containsSame(old);
    cache.invalidate(old.id());
    assertThat(cache.find(old.id())).isEmpty();

    cache.keep(old.id(), cache.read(() -> Optional.of(old)));
    cache.invalidateAll();
    assertThat(cache.find(old.id())).isEmpty();
    cache.keep(old.id(), cache.read(() -> Optional.of(old)));
    assertThat(cache.find(old.id())).containsSame(old);
  }

  @Test
  void a_reading_is_repeated_until_nothing_changes_meanwhile() {
    AuthorityCache<String, KnownKey> cache = new AuthorityCache<>(10);
    AtomicInteger readings = new AtomicInteger();
    KnownKey newer = known();
    AuthorityCache.Reading<KnownKey> reading =
        cache.read(() -> {
          if (readings.incrementAndGet() == 1) {
            cache.invalidate(old.id());
            return Optional.of(old);
          }
          return Optional.of(newer);
        });

    assertThat(readings).hasValue(2);
    assertThat(reading.value()).containsSame(newer);
    cache.keep(old.id(), reading);
    assertThat(cache.find(old.id())).containsSame(newer);
  }

  @Test
  void no_answer_is_given_while_changes_do_not_end() {
    AuthorityCache<String, KnownKey> cache = new AuthorityCache<>(10);
    AtomicInteger readings = new AtomicInteger();

    assertThatThrownBy(() ->
            cache.read(() -> {
              readings.incrementAndGet();
              cache.invalidateAll();
              return Optional.of(old);
            }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(readings).hasValue(8);
  }

  private KnownKey known() {
    return new KnownKey(minted.key(), Optional.empty());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
