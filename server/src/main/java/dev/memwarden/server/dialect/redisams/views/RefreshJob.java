package dev.memwarden.server.dialect.redisams.views;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Demand;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a continuous view up to date.
final class RefreshJob implements JobHandler {

  /// Of such jobs. Their subject is the view.
  static final String KIND = "redisams.view-refresh";

  private static final Logger LOG = LoggerFactory.getLogger(RefreshJob.class);

  private final WholeRun run;

  RefreshJob(WholeRun run) {
    this.run = run;
  }

  @Override
  public List<Demand> demands(Job job) {
    return WholeRun.demands(job.place());
  }

  @Override
  public void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal) {
    WholeRun.End end = run.run(job.place(), job.subject(), renewal);
    if (end == WholeRun.End.UNSAID || end == WholeRun.End.TOO_MANY) {
      LOG.info("event=view_not_refreshed {}", end);
    }
  }
}
