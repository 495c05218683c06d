package dev.memwarden.memory.onnx;

import dev.memwarden.memory.EmbedderUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waiting for another thread's result.
final class Waiting {
  private Waiting() {}

  /// The result, once it is there.
  ///
  /// @throws EmbedderUnavailableException if there will be none
  static <T> T forResult(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new EmbedderUnavailableException("the embedding model failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbedderUnavailableException("interrupted while waiting for the embedder", e);
    }
  }
}
