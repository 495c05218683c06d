package dev.memwarden.benchmarks.engine;

import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.benchmarks.Scratch;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Outcome;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Adds and searches in process, over the embedded store, while the memories grow.
///
/// Options: `--wordnet`, the folder with WordNet's files; `--cache`, a file for vectors that a
/// later run may use again; `--sizes`, separated by commas; `--users`; `--searches` at each size.
public final class EngineBenchmark {
  private final Corpus corpus;
  private final Path data;
  private final Growth growth;
  private final Probe probe;
  private final MemoryEngine quick;
  private final MemoryEngine whole;
  private final int largest;
  private final int searches;

  private EngineBenchmark(
      Corpus corpus, Path data, Stores stores, Embedder model, int largest, int searches) {
    Permissions permissions = new Permissions(InstantSource.system());
    this.corpus = corpus;
    this.data = data;
    this.quick = engine(stores, corpus.known());
    this.whole = engine(stores, model);
    this.growth = new Growth(corpus, quick, permissions);
    this.probe = new Probe(corpus, stores, permissions);
    this.largest = largest;
    this.searches = searches;
  }

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.of(
            arguments,
            Map.of(
                "wordnet", "/usr/share/wordnet",
                "cache", "memwarden-benchmark-vectors",
                "sizes", "1000,10000,100000",
                "users", "1000",
                "searches", "1000"));
    List<Integer> sizes = options.numbers("sizes");
    try (Scratch scratch = Scratch.make();
        OnnxEmbedder model = new OnnxEmbedder(scratch.path().resolve("cache"))) {
      Corpus corpus =
          new Corpus(
              options.path("wordnet"),
              options.path("cache"),
              model,
              options.number("users"),
              sizes,
              options.number("searches"));
      Path data = scratch.path().resolve("data");
      Sizes figures = new Sizes(sizes);
      try (Instance instance =
          Instance.open(
              new Configuration.Store(data, Map.of(), Optional.empty()),
              InstantSource.system(),
              new SecureRandom(),
              IndexProgress.UNSEEN)) {
        var benchmark =
            new EngineBenchmark(
                corpus,
                data,
                instance.stores(),
                model,
                sizes.getLast(),
                options.number("searches"));
        int before = 0;
        for (int size : sizes) {
          figures.add(benchmark.at(before, size));
          before = size;
          System.err.println("done with " + size + " memories");
        }
      }
      System.out.println(corpus.users() + " users, the first with 30 % of the memories");
      figures.print(System.out);
    }
  }

  private static MemoryEngine engine(Stores stores, Embedder embedder) {
    return new MemoryEngine(
        stores.memories(),
        stores.index(),
        embedder,
        new VerbatimExtractor(),
        InstantSource.system(),
        () -> UUID.randomUUID().toString());
  }

  /// Figures by name, at one size.
  private Map<String, String> at(int before, int size) throws IOException {
    Map<String, String> figures = new LinkedHashMap<>();
    Growth.Added added = growth.grow(before, size);
    figures.put("adds/s, 16 writers", String.format(Locale.ROOT, "%.0f", added.perSecond()));
    times(figures, "add, 1 writer", added.alone());
    times(figures, "add with embedding", addsWithModel());
    searched(figures, "search, own", probe.search(quick, searches, probe::owner));
    searched(figures, "search, user of 30 %", probe.search(quick, some(), _ -> Corpus.HEAVY));
    searched(figures, "search, everybody's", probe.search(quick, some(), _ -> Probe.EVERYBODY));
    times(
        figures,
        "search after a write",
        probe.searchAfterWrite(quick, growth, largest, Math.min(some(), Corpus.SPARE)));
    searched(figures, "search with embedding", probe.search(whole, some(), probe::owner));
    recall(figures, "own", probe.recall(size, some(), probe::owner));
    recall(figures, "user of 30 %", probe.recall(size, some(), _ -> Corpus.HEAVY));
    recall(figures, "everybody's", probe.recall(size, some(), _ -> Probe.EVERYBODY));
    Footprint footprint = Footprint.of(data);
    figures.put("memory of its own", Footprint.mebibytes(footprint.anonymous()));
    figures.put("of which heap in use", Footprint.mebibytes(footprint.heap()));
    figures.put("mapped files in memory", Footprint.mebibytes(footprint.mapped()));
    figures.put("database on disk", Footprint.mebibytes(footprint.database()));
    figures.put("index on disk", Footprint.mebibytes(footprint.index()));
    return figures;
  }

  private int some() {
    return Math.max(1, searches / 4);
  }

  private Latencies addsWithModel() {
    Latencies times = new Latencies();
    Permissions permissions = new Permissions(InstantSource.system());
    for (int i = 0; i < Math.min(some(), Corpus.SPARE); i++) {
      int spare = largest + i;
      long start = System.nanoTime();
      Outcome added = growth.add(whole, spare);
      times.add(System.nanoTime() - start);
      whole.delete(permissions.own(corpus.owner(spare)), added.effects().getFirst().memory().id());
    }
    return times;
  }

  private static void times(Map<String, String> figures, String what, Latencies times) {
    figures.put(what + ", p50 / p99 ms", times.millis(50) + " / " + times.millis(99));
  }

  private static void searched(Map<String, String> figures, String what, Probe.Searched searched) {
    times(figures, what, searched.times());
    if (what.endsWith("own")) {
      figures.put(
          "asked-for memory among 10", String.format(Locale.ROOT, "%.3f", searched.found()));
    }
  }

  private static void recall(Map<String, String> figures, String whose, double recall) {
    figures.put("recall@10 of vectors, " + whose, String.format(Locale.ROOT, "%.3f", recall));
  }
}
