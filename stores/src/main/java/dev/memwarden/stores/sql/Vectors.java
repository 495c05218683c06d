package dev.memwarden.stores.sql;

import dev.memwarden.memory.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Vectors as bytes: 32-bit floats, little-endian.
public final class Vectors {
  private Vectors() {}

  public static byte[] bytes(Embedding embedding) {
    float[] vector = embedding.vector();
    ByteBuffer buffer =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(vector);
    return buffer.array();
  }

  public static float[] floats(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
