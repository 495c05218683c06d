package dev.memwarden.server.isolation;

import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import java.util.List;

/// Counts characters by their last three bits: as good a direction as any where only who sees what
/// matters.
public final class LetterEmbedder implements Embedder {
  public static final String MODEL = "letters";
  public static final int DIMENSIONS = 8;

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
    float[] counts = new float[DIMENSIONS];
    counts[0] = 1;
    text.chars().forEach(c -> counts[c % DIMENSIONS]++);
    return new Embedding(MODEL, counts);
  }
}
