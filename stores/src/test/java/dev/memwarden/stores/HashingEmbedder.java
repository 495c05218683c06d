package dev.memwarden.stores;

import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// A stand-in for a model: texts that share words point in similar directions, always the same.
public final class HashingEmbedder implements Embedder {
  public static final String MODEL = "hashing-64";
  public static final int DIMENSIONS = 64;

  @Override
  public String model() {
    return MODEL;
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<Embedding> embed(List<String> texts) {
    return texts.stream().map(this::embedQuery).toList();
  }

  @Override
  public Embedding embedQuery(String text) {
    float[] vector = new float[DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
      Random random = new Random(word.hashCode());
      for (int i = 0; i < DIMENSIONS; i++) {
        vector[i] += (float) random.nextGaussian();
      }
    }
    return new Embedding(MODEL, vector);
  }
}
