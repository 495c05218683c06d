package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Demand;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs a whole view as a task that can be asked how it is coming along.
final class TaskJob implements JobHandler {

  /// Of such jobs. Their subject is the task, which is where its view is.
  static final String KIND = "redisams.view-run";

  private final Kept kept;
  private final WholeRun run;
  private final InstantSource clock;

  TaskJob(Kept kept, WholeRun run, InstantSource clock) {
    this.kept = kept;
    this.run = run;
    this.clock = clock;
  }

  @Override
  public List<Demand> demands(Job job) {
    return WholeRun.demands(job.place());
  }

  @Override
  public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
    Optional<Task> task =
        kept.note(allow, job.place(), job.subject(), old -> old.running(clock.instant()));
    if (task.isEmpty()) {
      return;
    }
    WholeRun.End end = run.run(job.place(), task.get().view(), renewal);
    renewal
        .get()
        .ifPresent(now -> {
          var _ =
              kept.note(
                  now,
                  job.place(),
                  job.subject(),
                  old -> old.ended(clock.instant(), end.failure()));
        });
  }
}
