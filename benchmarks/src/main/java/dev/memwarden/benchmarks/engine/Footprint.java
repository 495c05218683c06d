package dev.memwarden.benchmarks.engine;

import dev.memwarden.benchmarks.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the process holds at a moment.
///
/// @param anonymous memory of its own, in bytes: heap, stacks, native allocations
/// @param mapped pages of files that are in memory, in bytes: the index, libraries, and here also
///   the vectors of the benchmark itself
/// @param heap what the heap holds after a collection, in bytes
/// @param database bytes on disk, with the write-ahead log
/// @param index bytes on disk
record Footprint(long anonymous, long mapped, long heap, long database, long index) {

  static Footprint of(Path data) throws IOException {
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    return new Footprint(status("RssAnon:"), status("RssFile:"), heap, database(data), index(data));
  }

  private static long database(Path data) throws IOException {
    long sum = 0;
    for (String name : new String[] {"memwarden.db", "memwarden.db-wal"}) {
      sum += Files.size(data.resolve(name));
    }
    return sum;
  }

  private static long index(Path data) throws IOException {
    return Scratch.size(data.resolve("index"));
  }

  private static long status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).replace("kB", "").strip()) * 1024;
      }
    }
    throw new IOException("no " + name + " in /proc/self/status");
  }

  /// Bytes, to be read.
  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / 1024.0 / 1024);
  }
}
