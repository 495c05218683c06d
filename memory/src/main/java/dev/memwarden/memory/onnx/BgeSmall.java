package dev.memwarden.memory.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.memwarden.memory.EmbedderUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The model, computed on the thread that asks and on no other (docs/decisions/0065). One per
/// process, however many embedders there are: it is large, and has no state.
final class BgeSmall extends AbstractInProcessEmbeddingModel {
  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  private static @Nullable BgeSmall shared; // guarded by the class

  private final OnnxBertBiEncoder encoder;

  private BgeSmall(OnnxBertBiEncoder encoder) {
    // Each text is a task of our own pool already; without this another one would be started.
    super(Runnable::run);
    this.encoder = encoder;
  }

  /// The model, read when it is first asked for. **Cost**: about a second then.
  ///
  /// @throws EmbedderUnavailableException if it cannot be read
  static synchronized BgeSmall shared() {
    if (shared == null) {
      shared = new BgeSmall(read());
    }
    return shared;
  }

  private static OnnxBertBiEncoder read() {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    try (InputStream model = resource(MODEL);
        InputStream tokenizer = resource(TOKENIZER);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      OrtSession session = runtime.createSession(model.readAllBytes(), options);
      return new OnnxBertBiEncoder(runtime, session, tokenizer, PoolingMode.CLS);
    } catch (IOException | OrtException e) {
      throw new EmbedderUnavailableException("the embedding model cannot be read", e);
    }
  }

  // From the jar of the class that is named, without loading that class: it would load the model.
  private static InputStream resource(String name) throws IOException {
    InputStream in = BgeSmallEnV15QuantizedEmbeddingModel.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("there is no " + name);
    }
    return in;
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }

  @Override
  protected Integer knownDimension() {
    return OnnxEmbedder.DIMENSIONS;
  }
}
