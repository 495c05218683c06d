package dev.memwarden.benchmarks.writes;

import dev.memwarden.benchmarks.HashEmbedder;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.benchmarks.Scratch;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Acknowledged additions of one memory each, in process: engine and store as they are, the model
/// replaced by one that costs nothing. Beside them, what the same disk flushes at best.
///
/// Options: `--writers`, `--seconds` of each round, `--rounds`, `--warm-up` in seconds.
public final class StoreWriteBenchmark {
  private static final Duration DISK_TIME = Duration.ofSeconds(2);

  private StoreWriteBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.of(
            arguments,
            Map.of("writers", "1,8,64,256", "seconds", "5", "rounds", "5", "warm-up", "5"));
    InstantSource clock = InstantSource.system();
    Report report = new Report();
    List<Double> flushes = new ArrayList<>();
    try (Scratch scratch = Scratch.make()) {
      Path data = scratch.path().resolve("data");
      Instance instance =
          Instance.open(
              new Configuration.Store(data, Map.of(), Optional.empty()),
              clock,
              new SecureRandom(),
              IndexProgress.UNSEEN);
      try (Commits commits = new Commits(data)) {
        try (instance) {
          var engine =
              new MemoryEngine(
                  instance.stores().memories(),
                  instance.stores().index(),
                  new HashEmbedder(),
                  new VerbatimExtractor(),
                  clock,
                  () -> UUID.randomUUID().toString());
          Permissions permissions = new Permissions(clock);
          Crowd.Work _ =
              Crowd.work(
                  64,
                  Duration.ofSeconds(options.number("warm-up")),
                  writer -> writing(engine, permissions, "warm-up", writer));
          for (int i = 0; i < options.number("rounds"); i++) {
            String round = "round " + i;
            flushes.add(Disk.flushes(scratch.path(), DISK_TIME));
            for (int writers : options.numbers("writers")) {
              int before = commits.count();
              Crowd.Work work =
                  Crowd.work(
                      writers,
                      Duration.ofSeconds(options.number("seconds")),
                      writer -> writing(engine, permissions, round + " of " + writers, writer));
              report.add(writers, work, commits.count() - before);
            }
          }
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%nstore and engine in process, %s, this disk flushes %s times a second at best%n",
          Files.getFileStore(scratch.path()).type(),
          flushes.stream().map(rate -> String.format(Locale.ROOT, "%.0f", rate)).toList());
    }
    report.print("in process");
  }

  private static Crowd.Writing writing(
      MemoryEngine engine, Permissions permissions, String round, int writer) {
    return number -> {
      String text = "In " + round + " writer " + writer + " remembered number " + number;
      var added =
          engine.add(
              permissions.own(writer),
              Permissions.place(writer),
              List.of(Message.ofUser(text)),
              "{}",
              false);
      if (added.effects().size() != 1) {
        throw new IllegalStateException("not added: " + text);
      }
    };
  }
}
