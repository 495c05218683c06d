package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Summarizer;
import dev.memwarden.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Summary views and tasks: their routes, and what is done later.
public final class Views {
  private final List<Route> routes;
  private final Map<String, JobHandler> jobs;

  /// @param waiting knows which tasks are still to be done
  /// @param summarizer empty where nobody sums anything up
  /// @param clock when summaries are made, and how old memories are
  /// @param ids makes ids of views and tasks, each different
  public Views(
      EntityStore entities,
      MemoryEngine engine,
      JobStore waiting,
      Optional<Summarizer> summarizer,
      InstantSource clock,
      Supplier<String> ids) {
    Kept kept = new Kept(entities);
    Digests digests = new Digests(engine, summarizer, clock);
    WholeRun run = new WholeRun(kept, engine, digests, clock);
    this.routes =
        Stream.of(
                new ViewRoutes(kept, ids).routes(),
                new RunRoutes(kept, digests, waiting, clock, ids).routes())
            .flatMap(List::stream)
            .toList();
    this.jobs =
        Map.of(TaskJob.KIND, new TaskJob(kept, run, clock), RefreshJob.KIND, new RefreshJob(run));
  }

  /// The routes.
  public List<Route> routes() {
    return routes;
  }

  /// Who does what is asked for, by the kind of job.
  public Map<String, JobHandler> jobs() {
    return jobs;
  }
}
