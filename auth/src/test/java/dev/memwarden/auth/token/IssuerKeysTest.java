package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.SettableClock;
import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
  // RFC 8037, appendix A.2.
  private static final String KEY =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\","
          + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private Optional<JwkSet> published = set("a");
  private final IssuerKeys keys = new IssuerKeys(this::fetch, clock);

  private Optional<JwkSet> fetch() {
    fetches.incrementAndGet();
    return published;
  }

  private static Optional<JwkSet> set(String id) {
    return JwkSet.parse(
        ("{\"keys\":[" + KEY.formatted(id) + "]}").getBytes(UTF_8),
        Set.of(SignatureAlgorithm.ED25519));
  }

  private static JoseHeader header(String id) {
    return new JoseHeader("Ed25519", Optional.empty(), Optional.of(id));
  }

  @Test
  void keys_are_fetched_when_somebody_needs_one_and_then_known() {
    assertThat(keys.ifKnown(header("a"))).isEmpty();
    assertThat(keys.find(header("a"))).isPresent();
    assertThat(keys.ifKnown(header("a"))).isPresent();
    assertThat(keys.find(header("a"))).isPresent();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void a_key_that_is_new_at_the_issuer_is_found() {
    keys.find(header("a"));
    published = set("b");
    clock.advance(IssuerKeys.PAUSE);

    assertThat(keys.find(header("b"))).isPresent();
    assertThat(keys.find(header("a"))).isEmpty();
  }

  @Test
  void made_up_ids_cost_the_issuer_one_request_a_pause() {
    keys.find(header("a"));
    clock.advance(IssuerKeys.PAUSE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(keys.find(header("made-up-" + i))).isEmpty();
    }
    assertThat(fetches).hasValue(2);

    clock.advance(IssuerKeys.PAUSE.minusNanos(1));
    assertThat(keys.find(header("made-up"))).isEmpty();
    assertThat(fetches).hasValue(2);
    clock.advance(IssuerKeys.PAUSE.minusNanos(1));
    assertThat(keys.find(header("made-up"))).isEmpty();
    assertThat(fetches).hasValue(3);
    assertThat(keys.find(header("a"))).isPresent();
  }

  @Test
  void its_state_tells_what_is_known_and_since_when_it_fails() {
    assertThat(keys.state()).isEqualTo(new IssuerState(0, Optional.empty(), Optional.empty()));
    Instant first = clock.instant();
    keys.keepFresh();
    assertThat(keys.state()).isEqualTo(new IssuerState(1, Optional.of(first), Optional.empty()));

    published = Optional.empty();
    clock.advance(IssuerKeys.FRESH);
    Instant failing = clock.instant();
    keys.keepFresh();
    clock.advance(IssuerKeys.FRESH);
    keys.keepFresh();
    assertThat(keys.state())
        .isEqualTo(new IssuerState(1, Optional.of(first), Optional.of(failing)));

    published = set("a");
    keys.keepFresh();
    assertThat(keys.state())
        .isEqualTo(new IssuerState(1, Optional.of(clock.instant()), Optional.empty()));
  }

  @Test
  void a_fetch_that_fails_takes_no_key_away() {
    keys.find(header("a"));
    published = Optional.empty();
    clock.advance(IssuerKeys.PAUSE);

    assertThatThrownBy(() -> keys.find(header("b"))).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> keys.find(header("b"))).isInstanceOf(StoreUnavailableException.class);
    assertThat(fetches).hasValue(2);
    clock.advance(IssuerKeys.FRESH);
    keys.keepFresh();
    assertThat(fetches).hasValue(3);
    assertThat(keys.find(header("a"))).isPresent();
  }

  @Test
  void keys_are_looked_at_again_without_being_asked_for() {
    keys.keepFresh();
    keys.keepFresh();
    clock.advance(IssuerKeys.FRESH.minusNanos(1));
    keys.keepFresh();
    assertThat(fetches).hasValue(1);
    published = set("b");
    clock.advance(Duration.ofNanos(1));
    keys.keepFresh();

    assertThat(keys.ifKnown(header("b"))).isPresent();
    assertThat(keys.ifKnown(header("a"))).isEmpty();
  }

  @Test
  void keys_that_were_not_seen_for_a_day_are_not_used() {
    keys.find(header("a"));
    published = Optional.empty();

    clock.advance(IssuerKeys.MAX_AGE.minusNanos(1));
    assertThat(keys.find(header("a"))).isPresent();
    clock.advance(Duration.ofNanos(1));
    assertThat(keys.ifKnown(header("a"))).isEmpty();
    assertThatThrownBy(() -> keys.find(header("a"))).isInstanceOf(StoreUnavailableException.class);
    published = set("a");
    clock.advance(IssuerKeys.PAUSE);
    assertThat(keys.find(header("a"))).isPresent();
  }

  @Test
  void an_issuer_that_was_never_there_is_no_refusal() {
    published = Optional.empty();

    assertThatThrownBy(() -> keys.find(header("a"))).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> keys.find(header("a"))).isInstanceOf(StoreUnavailableException.class);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void a_clock_that_is_set_back_does_not_keep_keys_from_being_fetched() {
    keys.find(header("a"));
    published = set("b");
    clock.advance(IssuerKeys.MAX_AGE.negated());

    assertThat(keys.find(header("b"))).isPresent();
  }

  @Test
  void whoever_comes_during_a_fetch_waits_for_it() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger slowFetches = new AtomicInteger();
    IssuerKeys slow =
        new IssuerKeys(
            () -> {
              slowFetches.incrementAndGet();
              begun.countDown();
              await(go);
              return set("a");
            },
            clock);
    CompletableFuture<?>[] all =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                CompletableFuture.runAsync(
                    () -> assertThat(slow.find(header("a"))).isPresent(),
                    task -> Thread.ofVirtual().start(task)))
            .toArray(CompletableFuture[]::new);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    go.countDown();

    CompletableFuture.allOf(all).orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(slowFetches).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
