package dev.memwarden.stores.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.stores.Proofs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LuceneIndexTest {
  @TempDir Path folder;

  /// A truth that is empty, and that may fail to say so.
  private static final class Truth implements IndexSource {
    private final boolean failing;
    private boolean closed;

    Truth(boolean failing) {
      this.failing = failing;
    }

    @Override
    public String id() {
      return "store";
    }

    @Override
    public long last() {
      if (failing) {
        throw new StoreUnavailableException("no answer");
      }
      return 0;
    }

    @Override
    public long trimmed() {
      return 0;
    }

    @Override
    public List<Change> after(long seq, int limit) {
      return List.of();
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public List<Indexed> scan(long row, int limit) {
      return List.of();
    }

    @Override
    public void trim(long seq) {}

    @Override
    public void close() {
      closed = true;
    }
  }

  private LuceneIndex open(Truth truth) {
    return LuceneIndex.open(folder, truth, "m", 4, Proofs.CLOCK, IndexProgress.UNSEEN);
  }

  @Test
  void an_index_that_cannot_be_opened_holds_nothing() {
    Truth failing = new Truth(true);
    assertThatThrownBy(() -> open(failing)).isInstanceOf(StoreUnavailableException.class);
    assertThat(failing.closed).isTrue();

    Truth working = new Truth(false);
    open(working).close(); // would fail if the folder were still locked
    assertThat(working.closed).isTrue();
  }
}
