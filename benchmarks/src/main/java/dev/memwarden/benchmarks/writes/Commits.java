package dev.memwarden.benchmarks.writes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Counts the transactions of a data folder that is in use: SQLite does so itself, in the header of
/// its shared memory (`iChange`, 8 bytes from the start; "WAL-mode File Format" 2.1). Each flushes
/// the write-ahead log once; a checkpoint, after about a thousand pages, flushes twice more.
///
/// To be closed after the store if that is in the same process: closing a file drops all locks that
/// a process has on it, SQLite's too.
final class Commits implements AutoCloseable {
  private static final int COUNTER = 8;

  private final FileChannel channel;

  Commits(Path data) throws IOException {
    channel = FileChannel.open(data.resolve("memwarden.db-shm"), StandardOpenOption.READ);
  }

  /// Transactions so far, from any start.
  int count() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    if (channel.read(bytes, COUNTER) != Integer.BYTES) {
      throw new IllegalStateException("no header in the shared memory of the database");
    }
    return bytes.getInt(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
