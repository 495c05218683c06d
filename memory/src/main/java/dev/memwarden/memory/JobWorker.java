package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Gate;
import dev.memwarden.auth.Mandate;
import dev.memwarden.auth.Rounds;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.audit.Actor;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Auditor;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.audit.Deed;
import dev.memwarden.auth.audit.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Does jobs, one after the other, in the order in which they were asked for.
///
/// - **Authority** is judged anew before each job and each of its effects: one whose key was
///   revoked meanwhile, or that policy no longer allows, does nothing and is forgotten.
/// - **Failures** leave the job to the next attempt; after [Job#MAX_ATTEMPTS] it is given up.
/// - **Each attempt is audited** with whoever asked for it, before the job is forgotten.
/// - **Nothing is lost** if the process dies: a job is forgotten only after it was done. It may
///   then be done again, which does not show, as a [JobHandler] promises.
///
/// One per store. Thread-safe.
public final class JobWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

  /// How many jobs are taken at once.
  private static final int BATCH = 16;

  /// How often it looks for jobs whose pause is over.
  private static final Duration ROUND = Duration.ofSeconds(1);

  /// How long a job that is at work may take to end when the worker is closed.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JobStore jobs;
  private final Gate gate;
  private final Map<String, JobHandler> handlers;
  private final Auditor auditor;
  private final InstantSource clock;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread;
  private volatile boolean open = true;

  /// One that tells no auditor.
  ///
  /// @param handlers by the kind of job that they do
  public JobWorker(JobStore jobs, Gate gate, Map<String, JobHandler> handlers) {
    this(jobs, gate, handlers, Auditor.NONE, () -> Instant.EPOCH);
  }

  /// @param handlers by the kind of job that they do
  public JobWorker(
      JobStore jobs,
      Gate gate,
      Map<String, JobHandler> handlers,
      Auditor auditor,
      InstantSource clock) {
    this.jobs = jobs;
    this.gate = gate;
    this.handlers = Map.copyOf(handlers);
    this.auditor = auditor;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("memwarden-jobs").unstarted(this::run);
  }

  /// Starts to look for jobs, until closed.
  public void start() {
    if (!handlers.isEmpty()) {
      jobs.onAsked(asked::release);
      thread.start();
    }
  }

  private void run() {
    try {
      while (open) {
        if (!anyPerformed()) {
          boolean _ = asked.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
          int _ = asked.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("event=jobs_interrupted"); // asked to end
    }
  }

  private boolean anyPerformed() {
    return Rounds.attempt(
        () -> performDue() > 0,
        why -> {
          if (why instanceof StoreUnavailableException) {
            LOG.warn("event=jobs_unavailable they are looked for again soon", why);
          } else {
            LOG.error("event=jobs_failed they are looked for again soon", why);
          }
          return false;
        });
  }

  /// Does what is due now, up to a number of them. What [#start] does all the time.
  ///
  /// @return how many jobs were tried
  /// @throws StoreUnavailableException if the store cannot answer; no job is lost
  public int performDue() {
    List<Job> due = jobs.take(handlers.keySet(), BATCH);
    for (Job job : due) {
      if (!open) {
        break; // it is due again, after a pause
      }
      attempt(job);
    }
    return due.size();
  }

  private void attempt(Job job) {
    // Its last attempt took the process with it.
    if (job.attempt() > Job.MAX_ATTEMPTS) {
      giveUp(job);
      return;
    }
    JobHandler handler = Objects.requireNonNull(handlers.get(job.kind()));
    Renewal renewal = new Renewal(job, handler);
    // A task carries over whatever goes wrong, so that nothing has to be caught here.
    FutureTask<Boolean> task = new FutureTask<>(() -> perform(job, handler, renewal));
    Correlation cause = new Correlation("job-" + job.seq(), "", "job " + job.kind());
    auditor.ready();
    cause.run(task);
    if (renewal.denial != null) {
      record(job, handler, Ending.denied(renewal.denial.why().name()), cause);
      refused(job, renewal.denial);
      jobs.done(job.seq());
    } else if (task.state() == Future.State.SUCCESS) {
      record(job, handler, Ending.DONE, cause);
      jobs.done(job.seq());
    } else {
      record(job, handler, Ending.failed(task.exceptionNow()), cause);
      if (open) {
        failed(job, task.exceptionNow());
      }
    }
  }

  private void record(Job job, JobHandler handler, Ending ending, Correlation cause) {
    auditor.record(
        new AuditEvent(
            clock.instant(),
            AuditEvent.Kind.JOB,
            Actor.of(job.origin()),
            Deed.of(handler.demands(job)),
            ending,
            cause));
  }

  private static boolean perform(Job job, JobHandler handler, Renewal renewal) {
    Optional<Allow> allow = renewal.get();
    allow.ifPresent(fresh -> handler.perform(job, fresh, renewal));
    return allow.isPresent();
  }

  private static void refused(Job job, Deny denial) {
    about(LOG.atWarn(), job)
        .addKeyValue("refusal", denial.why())
        .addKeyValue("action", denial.unmet().action().word())
        .log("event=job_refused whoever asked for it may not do it any more");
  }

  private void failed(Job job, Throwable why) {
    about(LOG.atWarn(), job).setCause(why).log("event=job_failed");
    if (job.attempt() == Job.MAX_ATTEMPTS) {
      giveUp(job);
    }
  }

  private void giveUp(Job job) {
    about(LOG.atError(), job).log("event=job_given_up it is not tried any more");
    jobs.done(job.seq());
  }

  private static LoggingEventBuilder about(LoggingEventBuilder event, Job job) {
    return event
        .addKeyValue("job", job.seq())
        .addKeyValue("kind", job.kind())
        .addKeyValue("attempt", job.attempt())
        .addKeyValue("principal", job.origin().principal())
        .addKeyValue("tenant", job.origin().principal().tenant())
        .addKeyValue("credential", job.origin().credential().id());
  }

  /// Lets the job that is at work end, and begins no other. One that takes too long is interrupted
  /// and tried again by the next process.
  @Override
  public void close() {
    open = false;
    asked.release();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
        boolean _ = thread.join(PATIENCE);
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /// Asks for one job again and again, until it is refused: then it stays so.
  private final class Renewal implements Supplier<Optional<Allow>> {
    private final Job job;
    private final JobHandler handler;
    private @Nullable Deny denial;

    Renewal(Job job, JobHandler handler) {
      this.job = job;
      this.handler = handler;
    }

    @Override
    public Optional<Allow> get() {
      if (denial != null) {
        return Optional.empty();
      }
      return switch (gate.renew(new Mandate(job.origin(), handler.demands(job)))) {
        case Allow allow -> Optional.of(allow);
        case Deny deny -> {
          denial = deny;
          yield Optional.empty();
        }
      };
    }
  }
}
