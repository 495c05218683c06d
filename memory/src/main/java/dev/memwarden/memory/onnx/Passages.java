package dev.memwarden.memory.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Cuts a text into passages that a model can read whole.
final class Passages {

  /// A part of a text, and how many tokens it has.
  record Passage(String text, int tokens) {}

  // Where to cut, best first.
  private static final List<String> BOUNDARIES = List.of("\n", ". ", " ");

  private final int maxTokens;
  private final ToIntFunction<String> tokenCount;

  /// @param maxTokens at most so many in one passage
  Passages(int maxTokens, ToIntFunction<String> tokenCount) {
    this.maxTokens = maxTokens;
    this.tokenCount = tokenCount;
  }

  /// The passages of `text`, in order; joined they are the text.
  List<Passage> of(String text) {
    List<Passage> passages = new ArrayList<>();
    cut(text, passages);
    return passages;
  }

  private void cut(String text, List<Passage> passages) {
    int tokens = tokenCount.applyAsInt(text);
    if (tokens <= maxTokens || text.codePointCount(0, text.length()) < 2) {
      passages.add(new Passage(text, tokens));
      return;
    }
    int middle = middle(text);
    cut(text.substring(0, middle), passages);
    cut(text.substring(middle), passages);
  }

  // Halves, so that passages weigh about the same; a boundary counts only in the middle third.
  private static int middle(String text) {
    int half = text.length() / 2;
    int from = text.length() / 3;
    for (String boundary : BOUNDARIES) {
      int at = text.lastIndexOf(boundary, text.length() - from);
      if (at >= from && at + boundary.length() < text.length() && at > 0) {
        return at + boundary.length();
      }
    }
    return Character.isLowSurrogate(text.charAt(half)) ? half + 1 : half;
  }
}
