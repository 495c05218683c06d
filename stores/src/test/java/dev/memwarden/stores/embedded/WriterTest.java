package dev.memwarden.stores.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.Proofs;
import dev.memwarden.stores.sql.Sql;
import dev.memwarden.stores.sql.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriterTest {
  @TempDir Path path;
  private Folder folder;
  private SqliteDatabase database;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void open() {
    folder = Folder.open(path);
    database = SqliteDatabase.open(folder, Proofs.CLOCK);
  }

  @AfterEach
  void close() {
    callers.close();
    database.close();
    folder.close();
  }

  private static Work<Integer> put(String name) {
    return connection ->
        Sql.of("INSERT INTO meta (name, value) VALUES (?, '')", name).run(connection);
  }

  private List<String> names() {
    return database
        .upkeep()
        .read(connection ->
            Sql.of("SELECT name FROM meta ORDER BY name")
                .list(connection, row -> row.getString(1)));
  }

  /// Keeps the writer busy, so that what comes next waits for one group.
  private CountDownLatch hold() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    database
        .writer()
        .later(_ -> {
          held.countDown();
          return await(release);
        });
    held.await();
    return release;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_change_that_fails_is_undone_alone() throws InterruptedException, ExecutionException {
    CountDownLatch release = hold();
    List<Future<Integer>> good = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      good.add(callers.submit(() -> database.writer().write(put("good" + number))));
    }
    Future<Integer> bug =
        callers.submit(() ->
            database
                .writer()
                .write(connection -> {
                  int _ = put("half").in(connection);
                  throw new IllegalStateException("a bug");
                }));
    Future<Integer> wrong =
        callers.submit(() ->
            database
                .writer()
                .write(connection -> {
                  int _ = put("other half").in(connection);
                  return Sql.of("INSERT INTO nowhere VALUES (1)").run(connection);
                }));
    release.countDown();

    for (Future<Integer> one : good) {
      assertThat(one.get()).isOne();
    }
    assertThatThrownBy(bug::get).hasRootCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(wrong::get).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(names()).hasSize(50).allMatch(name -> name.startsWith("good"));
  }

  @Test
  void a_commit_that_fails_fails_all_and_the_next_one_works() throws InterruptedException {
    CountDownLatch release = hold();
    Future<Integer> innocent = callers.submit(() -> database.writer().write(put("innocent")));
    Future<Integer> guilty =
        callers.submit(() ->
            database
                .writer()
                .write(connection -> {
                  // Foreign keys that are checked by the commit only.
                  int _ = Sql.of("PRAGMA defer_foreign_keys = ON").run(connection);
                  return Sql.of(
                          "INSERT INTO item_vector (row, model, vector) VALUES (99, 'm', x'')")
                      .run(connection);
                }));
    while (database.writer().waiting() < 2) {
      Thread.onSpinWait();
    }
    release.countDown();

    assertThatThrownBy(innocent::get).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(guilty::get).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(names()).isEmpty();
    assertThat(database.writer().write(put("later"))).isOne();
    assertThat(names()).containsExactly("later");
  }

  @Test
  void an_interrupt_withdraws_what_was_not_begun() throws InterruptedException {
    CountDownLatch release = hold();
    AtomicBoolean flag = new AtomicBoolean();
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                int _ = database.writer().write(put("withdrawn"));
              } catch (StoreUnavailableException e) {
                thrown.add(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    while (database.writer().waiting() < 1) {
      Thread.onSpinWait();
    }

    caller.interrupt();
    caller.join();
    release.countDown();

    assertThat(thrown).hasSize(1);
    assertThat(flag).isTrue();
    assertThat(database.writer().write(put("other"))).isOne();
    assertThat(names()).containsExactly("other");
  }

  @Test
  void too_many_waiting_changes_are_refused() throws InterruptedException {
    CountDownLatch release = hold();
    for (int i = 0; i < Writer.QUEUE; i++) {
      database.writer().later(put("n" + i));
    }

    assertThatThrownBy(() -> database.writer().write(put("one too many")))
        .isInstanceOf(StoreUnavailableException.class);
    release.countDown();
  }

  @Test
  void closing_makes_what_waits_and_refuses_the_rest() throws InterruptedException {
    CountDownLatch release = hold();
    for (int i = 0; i < 1_000; i++) {
      database.writer().later(put("n" + i));
    }
    release.countDown();
    database.close();

    assertThatThrownBy(() -> database.writer().write(put("late")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(this::names).isInstanceOf(StoreUnavailableException.class);
    try (SqliteDatabase again = SqliteDatabase.open(folder, Proofs.CLOCK)) {
      assertThat(again.upkeep().read(Sql.of("SELECT count(*) FROM meta")::number)).isEqualTo(1_000);
    }
  }

  private static Work<Integer> putLarge(String name) {
    return connection ->
        Sql.of("INSERT INTO meta (name, value) VALUES (?, hex(zeroblob(100000)))", name)
            .run(connection);
  }

  /// Lets the file grow to so many pages at most; beyond that SQLite says that the disk is full.
  private void limitTo(String pages) {
    long _ =
        database
            .writer()
            .write(connection -> {
              long most = Sql.of(pages).number(connection);
              return Sql.of("PRAGMA max_page_count = " + most).number(connection);
            });
  }

  @Test
  void a_full_disk_takes_nothing_and_leaves_nothing_half_written() {
    limitTo("PRAGMA page_count");
    List<String> stored = new ArrayList<>();

    assertThatThrownBy(() -> fill(stored))
        .isInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining("SQLITE_FULL");
    assertThatThrownBy(() ->
            database
                .writer()
                .write(connection -> {
                  int _ = put("half").in(connection);
                  return putLarge("other half").in(connection);
                }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(names()).containsExactlyInAnyOrderElementsOf(stored);

    limitTo("SELECT 1000000");

    assertThat(database.writer().write(putLarge("later"))).isOne();
    stored.add("later");
    assertThat(names()).containsExactlyInAnyOrderElementsOf(stored);
    Sql check = Sql.of("PRAGMA integrity_check");
    List<String> found =
        database.upkeep().read(connection -> check.list(connection, row -> row.getString(1)));
    assertThat(found).containsExactly("ok");
  }

  private void fill(List<String> stored) {
    for (int i = 0; i < 1_000; i++) {
      int _ = database.writer().write(putLarge("large" + i));
      stored.add("large" + i);
    }
  }

  @Test
  void readers_cannot_write() {
    assertThatThrownBy(() -> database.upkeep().read(put("sneaked in")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> database.credentials().read(put("sneaked in")))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
