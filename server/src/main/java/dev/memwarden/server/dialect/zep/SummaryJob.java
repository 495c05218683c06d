package dev.memwarden.server.dialect.zep;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobHandler;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.JobStore;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.NamedId;
import dev.memwarden.memory.Summarizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Sums up what was said in a session before the last few messages, once there are more of them
/// than a client gets that does not say how many. One session at a time, and never anything else.
final class SummaryJob implements JobHandler {

  /// The kind of job.
  static final String KIND = "zep.summary";

  /// How many messages stay out of the summary.
  static final int LEFT_OUT = MemoryRoutes.WINDOW / 2;

  /// Most messages that one summary is made of.
  private static final int MOST = 500;

  private final MemoryEngine engine;
  private final EntityStore entities;
  private final JobStore jobs;
  private final Summarizer summarizer;

  SummaryJob(MemoryEngine engine, EntityStore entities, JobStore jobs, Summarizer summarizer) {
    this.engine = engine;
    this.entities = entities;
    this.jobs = jobs;
    this.summarizer = summarizer;
  }

  /// Asks for a summary of what was said in a session, of whoever may also read it.
  void ask(Allow allow, Place place, String session) {
    if (allow.mayReach(Action.MEMORY_READ).contains(place)) {
      jobs.ask(allow, place, new JobRequest(KIND, session));
    }
  }

  @Override
  public List<Demand> demands(Job job) {
    Box place = Box.exactly(job.place());
    return List.of(new Demand(Action.MEMORY_READ, place), new Demand(Action.MEMORY_WRITE, place));
  }

  @Override
  public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
    Optional<Memory> before = Summaries.newest(engine, allow);
    List<Memory> said = Messages.since(engine, allow, before, MOST);
    if (said.size() <= MemoryRoutes.WINDOW) {
      return;
    }
    List<Memory> older = said.subList(0, said.size() - LEFT_OUT);
    Optional<String> summary =
        summarizer.summarize(
            before.map(Memory::text).orElse(""), older.stream().map(Messages::turn).toList());
    if (summary.isEmpty()) {
      return;
    }
    // Models are slow: by now the session may be gone, or the permission.
    renewal
        .get()
        .filter(now -> entities.find(now, EntityKind.SESSION, job.subject()).isPresent())
        .ifPresent(
            now -> engine.put(now, List.of(draft(job.place(), older.getLast(), summary.get()))));
  }

  // Made twice, it is the same one.
  private static Draft draft(Place place, Memory last, String summary) {
    String id = NamedId.of(KIND, place.session().orElse(""), last.id()).toString();
    return Draft.of(Kind.SUMMARY, id, place, summary)
        .withAttributes(Summaries.attributes(last.id()));
  }
}
