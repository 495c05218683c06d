package dev.memwarden.stores.sql;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Job;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.JobStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jobs in SQL tables.
final class SqlJobs implements JobStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqlJobs.class);

  private final Database database;
  private final Jobs rows;
  private final InstantSource clock;
  private final AtomicReference<Runnable> asked = new AtomicReference<>(() -> {});

  SqlJobs(Database database, Integrity integrity, InstantSource clock) {
    this.database = database;
    this.rows = new Jobs(integrity);
    this.clock = clock;
  }

  /// Removes the jobs that must not outlive the process in which they were asked for.
  static SqlJobs opened(Database database, Integrity integrity, InstantSource clock) {
    int removed =
        database
            .upkeep()
            .write(
                Sql.of(
                        "DELETE FROM job WHERE credential_kind IN (?, ?)",
                        CredentialRef.Kind.SHARED_SECRET_JWT.name(),
                        CredentialRef.Kind.OIDC_JWT.name())
                    ::run);
    if (removed > 0) {
      LOG.warn(
          "event=jobs_dropped jobs={} they were asked for with tokens that only the configuration"
              + " of that time could judge",
          removed);
    }
    return new SqlJobs(database, integrity, clock);
  }

  @Override
  public void ask(Allow allow, Place place, JobRequest request) {
    Place where = allow.require(Action.MEMORY_WRITE, place);
    boolean _ =
        database
            .memory(allow.reach(Action.MEMORY_WRITE))
            .write(connection -> {
              insert(connection, allow.identity(), where, request);
              return true;
            });
    wake();
  }

  /// Runs inside the transaction of its caller, who calls [#wake] when it is durable.
  void insert(Connection connection, Identity origin, Place place, JobRequest request)
      throws SQLException {
    rows.insert(connection, origin, place, request);
  }

  void wake() {
    asked.get().run();
  }

  @Override
  public void onAsked(Runnable wake) {
    asked.set(wake);
  }

  @Override
  public List<Job> take(Set<String> kinds, int limit) {
    if (kinds.isEmpty()) {
      return List.of();
    }
    String marks = String.join(", ", Collections.nCopies(kinds.size(), "?"));
    long now = Times.micros(clock.instant());
    Sql due =
        new Sql("SELECT seq FROM job WHERE kind IN (" + marks + ")", List.copyOf(kinds))
            .then("AND due_at <= ? ORDER BY seq LIMIT ?", now, Math.max(limit, 0));
    List<Long> seqs =
        database.upkeep().read(connection -> due.list(connection, row -> row.getLong(1)));
    // Mostly there is none, and nothing has to be written.
    return seqs.isEmpty()
        ? List.of()
        : database.upkeep().write(connection -> take(connection, seqs));
  }

  private List<Job> take(Connection connection, List<Long> seqs) throws SQLException {
    Instant now = clock.instant();
    List<Job> taken = new ArrayList<>();
    for (long seq : seqs) {
      Optional<Optional<Job>> found =
          Sql.of(
                  "UPDATE job SET attempt = attempt + 1 WHERE seq = ? AND due_at <= ? RETURNING *",
                  seq,
                  Times.micros(now))
              .first(connection, rows::read);
      if (found.isEmpty()) {
        continue; // asked for again meanwhile under another number, or taken by another process
      }
      Optional<Job> job = found.get();
      if (job.isEmpty()) {
        remove(seq).run(connection);
        continue;
      }
      Sql.of(
              "UPDATE job SET due_at = ? WHERE seq = ?",
              Times.micros(now.plus(job.get().pause())),
              seq)
          .run(connection);
      taken.add(job.get());
    }
    return List.copyOf(taken);
  }

  @Override
  public boolean waits(Allow allow, Place place, JobRequest request) {
    Place there = allow.require(Action.MEMORY_READ, place);
    Sql same = Jobs.same(there, request, "SELECT 1 FROM job");
    return database
        .memory(allow.reach(Action.MEMORY_READ))
        .read(connection -> same.first(connection, _ -> true).isPresent());
  }

  /// How many there are, due or not.
  long count() {
    return database.upkeep().read(Sql.of("SELECT count(*) FROM job")::number);
  }

  @Override
  public void done(long seq) {
    int _ = database.upkeep().write(remove(seq)::run);
  }

  private static Sql remove(long seq) {
    return Sql.of("DELETE FROM job WHERE seq = ?", seq);
  }
}
