package dev.memwarden.benchmarks.writes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// What the disk can do at best: appends of two pages, each flushed before the next.
final class Disk {
  private static final int PAGES = 8 * 1024;

  private Disk() {}

  /// Flushed appends a second.
  static double flushes(Path folder, Duration time) throws IOException {
    Path file = folder.resolve("flushes");
    long begin = System.nanoTime();
    int done = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (System.nanoTime() - begin < time.toNanos()) {
        if (channel.write(ByteBuffer.allocate(PAGES)) != PAGES) {
          throw new IOException("the disk is full");
        }
        channel.force(false);
        done++;
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Files.delete(file);
    return done / seconds;
  }
}
