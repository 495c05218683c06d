package dev.memwarden.server;

import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import java.util.List;
import java.util.Locale;

/// Says that texts mean the same as far as they have the same words.
final class WordEmbedder implements Embedder {

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
    float[] vector = new float[OnnxEmbedder.DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
      vector[Math.floorMod(word.hashCode(), vector.length)] += 1;
    }
    return new Embedding(OnnxEmbedder.MODEL, vector);
  }
}
