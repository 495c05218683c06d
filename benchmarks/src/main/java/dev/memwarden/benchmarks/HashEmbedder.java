package dev.memwarden.benchmarks;

import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import java.util.List;
import java.util.SplittableRandom;

/// Stands in for the model where the store is measured: any direction, always the same one for the
/// same text, within microseconds.
public final class HashEmbedder implements Embedder {

  @Override
  public String model() {
    return OnnxEmbedder.MODEL;
  }

  @Override
  public int dimensions() {
    return OnnxEmbedder.DIMENSIONS;
  }

  @Override
  public List<Embedding> embed(List<String> texts) {
    return texts.stream().map(this::embedQuery).toList();
  }

  @Override
  public Embedding embedQuery(String text) {
    SplittableRandom random = new SplittableRandom(text.hashCode());
    float[] vector = new float[dimensions()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (random.nextDouble() - 0.5);
    }
    return new Embedding(model(), vector);
  }
}
