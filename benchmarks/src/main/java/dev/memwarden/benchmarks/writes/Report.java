package dev.memwarden.benchmarks.writes;

import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Medians over the rounds for each number of writers.
final class Report {
  private final Map<Integer, List<Round>> rounds = new TreeMap<>();

  private record Round(Crowd.Work work, int commits) {}

  void add(int writers, Crowd.Work work, int commits) {
    rounds.computeIfAbsent(writers, _ -> new ArrayList<>()).add(new Round(work, commits));
    System.err.printf(
        Locale.ROOT, "%d writers: %.0f writes/s, %d commits%n", writers, work.perSecond(), commits);
  }

  void print(String what) {
    Table table =
        new Table(what, "writes/s", "commits/s", "writes per commit", "p50 ms", "p99 ms", "rounds");
    rounds.forEach((writers, all) ->
        table.row(
            writers + " writers",
            median(all, "%.0f", round -> round.work().perSecond()),
            median(all, "%.0f", round -> round.commits() / round.work().seconds()),
            median(all, "%.1f", round -> (double) round.work().times().size() / round.commits()),
            median(all, "%.2f", round -> round.work().times().percentile(50) / 1e6),
            median(all, "%.2f", round -> round.work().times().percentile(99) / 1e6),
            String.valueOf(all.size())));
    table.print(System.out);
  }

  private static String median(List<Round> rounds, String format, ToDoubleFunction<Round> figure) {
    double middle =
        Latencies.median(
            rounds.stream().map(round -> Double.valueOf(figure.applyAsDouble(round))).toList());
    return String.format(Locale.ROOT, format, middle);
  }
}
