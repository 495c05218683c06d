package dev.memwarden.benchmarks.engine;

import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// Vectors of a list of texts in a file, so that a second run need not ask the model again, and in
/// mapped memory, so that they do not count as the engine's.
///
/// The file starts with a number that stands for the texts; one of other texts is started anew.
final class Vectors {
  private static final int BATCH = 64;
  private static final int WIDTH = OnnxEmbedder.DIMENSIONS;

  private final FloatBuffer floats;

  private Vectors(FloatBuffer floats) {
    this.floats = floats;
  }

  /// Opens `file` and adds what is missing in it.
  static Vectors of(List<String> texts, Path file, Embedder embedder) throws IOException {
    long size = Long.BYTES + (long) texts.size() * WIDTH * Float.BYTES;
    MappedByteBuffer bytes;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer head = ByteBuffer.allocate(Long.BYTES);
      boolean known =
          channel.size() == size
              && channel.read(head, 0) == Long.BYTES
              && head.getLong(0) == sign(texts);
      if (!known) {
        channel.truncate(0);
      }
      bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
      bytes.putLong(0, sign(texts));
    }
    Vectors vectors = new Vectors(bytes.position(Long.BYTES).slice().asFloatBuffer());
    vectors.complete(texts, embedder);
    bytes.force();
    return vectors;
  }

  private void complete(List<String> texts, Embedder embedder) {
    long begin = System.nanoTime();
    int asked = 0;
    for (int from = 0; from < texts.size(); from += BATCH) {
      int to = Math.min(from + BATCH, texts.size());
      // All or nothing: a run that was broken off does the last batch again.
      if (!isThere(to - 1)) {
        var made = embedder.embed(texts.subList(from, to));
        for (int i = 0; i < made.size(); i++) {
          floats.put((from + i) * WIDTH, made.get(i).vector());
        }
        asked += made.size();
        if (asked % (BATCH * 50) == 0) {
          Duration took = Duration.ofNanos(System.nanoTime() - begin);
          System.err.println(
              "embedded " + to + " of " + texts.size() + " after " + took.toSeconds() + " s");
        }
      }
    }
  }

  private boolean isThere(int number) {
    return dot(vector(number), number) > 0.5; // of length 1, unless it is missing
  }

  /// One vector.
  float[] vector(int number) {
    float[] vector = new float[WIDTH];
    floats.get(number * WIDTH, vector);
    return vector;
  }

  /// How near a vector is to the one of this number.
  float dot(float[] wanted, int number) {
    int from = number * WIDTH;
    float sum = 0;
    for (int i = 0; i < WIDTH; i++) {
      sum += wanted[i] * floats.get(from + i);
    }
    return sum;
  }

  private static long sign(List<String> texts) {
    long sign = 1;
    for (String text : texts) {
      sign = 31 * sign + text.hashCode();
    }
    return sign;
  }
}
