package dev.memwarden.server.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Correlation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewAtOnceTest {
  private static List<Integer> first(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, FewAtOnce.FEW, FewAtOnce.FEW + 1, 1_000})
  void results_are_in_order_and_no_more_are_done_at_once(int count) {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    List<String> results =
        FewAtOnce.each(
            first(count),
            one -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              now.decrementAndGet();
              return "r" + one;
            });

    assertThat(results).isEqualTo(first(count).stream().map(one -> "r" + one).toList());
    assertThat(most.get()).isLessThanOrEqualTo(FewAtOnce.FEW);
  }

  @Test
  void all_of_them_are_done_for_the_same_request() {
    Correlation request = new Correlation("r-1", "192.0.2.9", "POST /auth/leaked");

    assertThat(request.during(() -> FewAtOnce.each(first(50), _ -> Correlation.current())))
        .hasSize(50)
        .containsOnly(request);
  }

  @Test
  void a_store_that_goes_away_is_not_asked_for_all_the_rest() {
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    StoreUnavailableException away = new StoreUnavailableException("away");

    assertThatThrownBy(() ->
            FewAtOnce.each(
                first(1_000),
                one -> {
                  begun.add(one);
                  if (one == 20) {
                    throw away;
                  }
                  return one;
                }))
        .isSameAs(away);
    assertThat(begun).hasSize(2 * FewAtOnce.FEW);
  }

  @Test
  void a_bug_is_a_fault() {
    ArithmeticException bug = new ArithmeticException();

    assertThatThrownBy(() ->
            FewAtOnce.each(
                first(1),
                _ -> {
                  throw bug;
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(bug);
  }
}
