package dev.memwarden.memory.onnx;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.HuggingFaceTokenCountEstimator;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.EmbedderUnavailableException;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.onnx.Passages.Passage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `bge-small-en-v1.5`, quantised, in this process.
///
/// The constructor returns at once; a background thread loads the model, which takes about a
/// second, and requests wait for it. Inference is native and runs on a few platform threads of its
/// own, so that it never pins the carriers of virtual threads, which wait for it instead. Texts
/// above 510 tokens are embedded in parts and averaged, not cut.
///
/// **Cost**: a few milliseconds for a sentence, about 90 ms for 500 tokens; some 350 MB resident.
public final class OnnxEmbedder implements Embedder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxEmbedder.class);

  private static final String MODEL = "bge-small-en-v1.5-q";
  private static final int DIMENSIONS = 384;

  /// Inference threads: the runtime uses several cores for each call, so more only compete.
  private static final int THREADS = 2;

  // Of the 512 that the model reads, two frame the text and nine are QUESTION.
  private static final int PASSAGE_TOKENS = 500;

  // What the model was trained to find in front of a question, and only there (BGE's model card).
  private static final String QUESTION =
      "Represent this sentence for searching relevant passages: ";

  private final ExecutorService inference =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("embedder-", 0).factory());
  private final Future<Loaded> model;

  private record Loaded(EmbeddingModel model, Passages passages) {}

  /// Starts to load the model.
  ///
  /// @param cache folder into which the tokenizer unpacks its native library (27 MB), made if it is
  ///   missing. One per process: the library is loaded once
  public OnnxEmbedder(Path cache) {
    confine(cache);
    this.model = inference.submit(OnnxEmbedder::load);
  }

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
    return embed("", texts);
  }

  @Override
  public Embedding embedQuery(String text) {
    return embed(QUESTION, List.of(text)).getFirst();
  }

  /// Whether the model is there, so that a request would not wait.
  public boolean isReady() {
    return model.state() == Future.State.SUCCESS;
  }

  /// Lets running inference end and takes no more; requests from now on fail.
  @Override
  public void close() {
    inference.close();
  }

  // The tokenizer's library otherwise unpacks into the home directory, may fetch other builds of
  // itself
  // and, on EC2, reports its use to its makers. A setting of the operator wins over the folder.
  private static void confine(Path cache) {
    if (System.getenv("ENGINE_CACHE_DIR") == null
        && System.getProperty("ENGINE_CACHE_DIR") == null) {
      System.setProperty("ENGINE_CACHE_DIR", cache.toAbsolutePath().toString());
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private static Loaded load() {
    long start = System.nanoTime();
    // Each text is a task of our own pool already; without this the model would start another one.
    var loaded =
        new Loaded(
            new BgeSmallEnV15QuantizedEmbeddingModel(Runnable::run),
            new Passages(
                PASSAGE_TOKENS, new HuggingFaceTokenCountEstimator()::estimateTokenCountInText));
    meaning(loaded, "", "warm up");
    LOG.info("embedding model {} loaded in {} ms", MODEL, (System.nanoTime() - start) / 1_000_000);
    return loaded;
  }

  private List<Embedding> embed(String prefix, List<String> texts) {
    Loaded loaded = await(model);
    List<Future<Embedding>> made = new ArrayList<>();
    for (String text : texts) {
      made.add(submit(() -> meaning(loaded, prefix, text)));
    }
    return made.stream().map(OnnxEmbedder::await).toList();
  }

  // The average over all passages, each weighing as much as it has tokens.
  private static Embedding meaning(Loaded loaded, String prefix, String text) {
    float[] sum = new float[DIMENSIONS];
    for (Passage passage : loaded.passages().of(text)) {
      // The model refuses what is blank; a dot says as little.
      String readable = passage.text().isBlank() ? "." : passage.text();
      float[] part = loaded.model().embed(prefix + readable).content().vector();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i] * Math.max(1, passage.tokens());
      }
    }
    return new Embedding(MODEL, sum);
  }

  private Future<Embedding> submit(Callable<Embedding> task) {
    try {
      return inference.submit(task);
    } catch (RejectedExecutionException e) {
      throw new EmbedderUnavailableException("the embedder is closed", e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new EmbedderUnavailableException("the embedding model failed", e);
    } catch (CancellationException e) {
      throw new EmbedderUnavailableException("the embedder is closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbedderUnavailableException("interrupted while waiting for the embedder", e);
    }
  }
}
