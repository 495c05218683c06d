package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Allow;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Search;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.dialect.redisams.longterm.Found.One;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Finds memories: by meaning, words or both, newer ones first among those that fit alike, or all
/// that meet the filters, newest first. What is found counts as looked at.
public final class Finder {
  private final MemoryEngine engine;
  private final InstantSource clock;

  /// @param clock tells how long ago something was
  public Finder(MemoryEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /// One page (`memory:read`).
  public Found find(Allow allow, SearchRequest request) {
    Allow here = allow.within(request.scope().box());
    Selection selection = request.filters().selection();
    Found found =
        request
            .text()
            .map(question -> ranked(here, request, question, selection))
            .orElseGet(() -> listed(here, request, selection));
    engine.touch(here, found.memories().stream().map(One::memory).toList());
    return found;
  }

  private Found listed(Allow here, SearchRequest request, Selection selection) {
    List<One> page =
        engine.list(here, selection, Order.NEWEST_FIRST, request.offset(), request.limit()).stream()
            .map(memory -> new One(memory, 0, OptionalDouble.empty()))
            .toList();
    long total = engine.count(here, selection);
    return page(page, request, total, request.offset() + page.size() < total);
  }

  private Found ranked(Allow here, SearchRequest request, String question, Selection selection) {
    // One more than is shown says whether there is another page.
    int wanted = request.offset() + request.limit() + 1;
    List<One> ranking =
        switch (request.mode()) {
          case SEMANTIC -> near(request, hits(here, Ranking.MEANING, question, selection, wanted));
          case KEYWORD -> scaled(hits(here, Ranking.WORDS, question, selection, wanted));
          case HYBRID ->
              scaled(engine.searchWeighed(here, question, request.alpha(), selection, wanted));
        };
    int from = Math.min(request.offset(), ranking.size());
    int to = Math.min(from + request.limit(), ranking.size());
    boolean more = to < ranking.size() && to > from;
    return page(
        recentFirst(request, ranking.subList(from, to)), request, to + (more ? 1 : 0), more);
  }

  private static Found page(List<One> page, SearchRequest request, long total, boolean more) {
    return new Found(
        page,
        request.mode(),
        total,
        more ? OptionalInt.of(request.offset() + page.size()) : OptionalInt.empty());
  }

  private List<Hit> hits(
      Allow here, Ranking ranking, String question, Selection selection, int wanted) {
    return engine.search(here, new Search(question, ranking, selection, wanted));
  }

  private static List<One> near(SearchRequest request, List<Hit> hits) {
    return hits.stream()
        .map(hit -> One.of(hit.memory(), hit.score()))
        .filter(one -> request.threshold().stream().allMatch(most -> one.distance() <= most))
        .toList();
  }

  // The best counts 1: how many words somebody wrote says nothing by itself.
  private static List<One> scaled(List<Hit> hits) {
    double best = hits.isEmpty() ? 1 : hits.getFirst().score();
    return hits.stream().map(hit -> One.of(hit.memory(), hit.score() / best)).toList();
  }

  // Within the page, as in the original: pages neither repeat nor leave out any, whatever has been
  // looked at since the one before.
  private List<One> recentFirst(SearchRequest request, List<One> page) {
    if (!request.recency().boost()) {
      return page;
    }
    Instant now = clock.instant();
    return page.stream()
        .sorted(
            Comparator.comparingDouble((One one) ->
                    request.recency().rank(one.memory(), one.score().orElseThrow(), now))
                .reversed())
        .toList();
  }
}
