package dev.memwarden.server.dialect.redisams.longterm;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Hit;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Search;
import dev.memwarden.memory.Selection;
import dev.memwarden.server.dialect.redisams.longterm.Found.One;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Finds memories: by meaning, words or both, newer ones first among those that fit alike, or all
/// that meet the filters, newest first. What is found counts as looked at.
public final class Finder {

  /// So many that fit best are sorted again by how recent they are, then the next so many: always
  /// the same ones, whatever page is asked for, so that no page repeats or leaves out any.
  private static final int BLOCK = 200;

  private final MemoryEngine engine;
  private final InstantSource clock;

  /// @param clock tells how long ago something was
  public Finder(MemoryEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  private record Name(Place place, String id) {
    static Name of(Memory memory) {
      return new Name(memory.place(), memory.id());
    }
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
    int wanted = request.offset() + request.limit() + 1;
    int depth = (wanted + BLOCK - 1) / BLOCK * BLOCK;
    List<One> ranking =
        recentFirst(
            request,
            switch (request.mode()) {
              case SEMANTIC ->
                  near(request, hits(here, Ranking.MEANING, question, selection, depth));
              case KEYWORD -> scaled(hits(here, Ranking.WORDS, question, selection, depth));
              case HYBRID ->
                  weighed(
                      request.alpha(),
                      hits(here, Ranking.MEANING, question, selection, depth),
                      hits(here, Ranking.WORDS, question, selection, depth));
            });
    int from = Math.min(request.offset(), ranking.size());
    int to = Math.min(from + request.limit(), ranking.size());
    boolean more = to < ranking.size() && to > from;
    return page(ranking.subList(from, to), request, to + (more ? 1 : 0), more);
  }

  private static Found page(List<One> page, SearchRequest request, long total, boolean more) {
    return new Found(
        page,
        request.mode(),
        total,
        more ? OptionalInt.of(request.offset() + page.size()) : OptionalInt.empty());
  }

  private List<Hit> hits(
      Allow here, Ranking ranking, String question, Selection selection, int depth) {
    return engine.search(here, new Search(question, ranking, selection, depth));
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

  private static List<One> weighed(double alpha, List<Hit> meaning, List<Hit> words) {
    // Told apart by owner and id: between the two rankings a memory may have been looked at.
    Map<Name, Hit> scores = new LinkedHashMap<>();
    for (Hit hit : meaning) {
      scores.put(Name.of(hit.memory()), new Hit(hit.memory(), alpha * Math.max(0, hit.score())));
    }
    for (One one : scaled(words)) {
      var more = new Hit(one.memory(), (1 - alpha) * one.score().orElseThrow());
      scores.merge(
          Name.of(one.memory()), more, (a, b) -> new Hit(a.memory(), a.score() + b.score()));
    }
    List<Hit> both = new ArrayList<>(scores.values());
    both.sort(Comparator.comparingDouble(Hit::score).reversed());
    return both.isEmpty() || both.getFirst().score() <= 0 ? List.of() : scaled(both);
  }

  private List<One> recentFirst(SearchRequest request, List<One> ranking) {
    if (!request.recency().boost()) {
      return ranking;
    }
    Instant now = clock.instant();
    Comparator<One> recent =
        Comparator.comparingDouble(
                (One one) -> request.recency().rank(one.memory(), one.score().orElseThrow(), now))
            .reversed();
    List<One> sorted = new ArrayList<>(ranking);
    for (int from = 0; from < sorted.size(); from += BLOCK) {
      sorted.subList(from, Math.min(from + BLOCK, sorted.size())).sort(recent);
    }
    return sorted;
  }
}
