package dev.memwarden.benchmarks.engine;

import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Knows the vectors of some texts and questions by heart: an engine with it shows what everything
/// but the model costs.
final class KnownTexts implements Embedder {
  private final Map<String, Integer> texts;
  private final Vectors vectors;
  private final Map<String, Embedding> questions;

  KnownTexts(List<String> texts, Vectors vectors, Map<String, Embedding> questions) {
    this.texts =
        IntStream.range(0, texts.size())
            .boxed()
            .collect(Collectors.toUnmodifiableMap(texts::get, Function.identity()));
    this.vectors = vectors;
    this.questions = Map.copyOf(questions);
  }

  /// The number of a text.
  int number(String text) {
    Integer number = texts.get(text);
    if (number == null) {
      throw new IllegalArgumentException("not a text of the corpus: " + text);
    }
    return number;
  }

  @Override
  public String model() {
    return OnnxEmbedder.MODEL;
  }

  @Override
  public int dimensions() {
    return OnnxEmbedder.DIMENSIONS;
  }

  @Override
  public List<Embedding> embed(List<String> wanted) {
    return wanted.stream()
        .map(text -> new Embedding(model(), vectors.vector(number(text))))
        .toList();
  }

  @Override
  public Embedding embedQuery(String text) {
    Embedding known = questions.get(text);
    if (known == null) {
      throw new IllegalArgumentException("not a question that was prepared: " + text);
    }
    return known;
  }
}
