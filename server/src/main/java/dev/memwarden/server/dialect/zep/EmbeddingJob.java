package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Revision;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Gives vectors to documents that came in too great a number to get them at once. One collection
/// at a time, and never anything else.
final class EmbeddingJob implements JobHandler {

  /// The kind of job.
  static final String KIND = "zep.embedding";

  /// Most documents of one job; then the next is asked for.
  private static final int MOST = NewDocuments.MAX_DOCUMENTS;

  private final MemoryEngine engine;
  private final JobStore jobs;

  EmbeddingJob(MemoryEngine engine, JobStore jobs) {
    this.engine = engine;
    this.jobs = jobs;
  }

  /// Asks for the vectors of whatever waits for one in a collection.
  void ask(Allow here, Entity collection) {
    ask(here, collection.place(), collection.id());
  }

  private void ask(Allow here, Place place, String name) {
    jobs.ask(here, place, new JobRequest(KIND, name));
  }

  @Override
  public List<Demand> demands(Job job) {
    Box place = Box.exactly(job.place());
    return List.of(new Demand(Action.MEMORY_READ, place), new Demand(Action.MEMORY_WRITE, place));
  }

  @Override
  public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
    List<Memory> waiting = engine.list(allow, Documents.WAITING, Order.OLDEST_FIRST, 0, MOST);
    Optional<Allow> now = Optional.of(allow);
    for (Memory document : waiting) {
      if (now.isEmpty()) {
        return;
      }
      // What a document says never changes, so this can only be what it says now.
      var _ =
          engine.revise(
              now.get(),
              Kind.DOCUMENT,
              document.id(),
              Revision.NOTHING
                  .withText(document.text())
                  .withAttributes(Documents::noLongerWaiting));
      now = renewal.get();
    }
    if (waiting.size() == MOST) {
      now.ifPresent(here -> ask(here, job.place(), job.subject()));
    }
  }
}
