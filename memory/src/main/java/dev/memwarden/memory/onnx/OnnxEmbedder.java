package dev.memwarden.memory.onnx;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.HuggingFaceTokenCountEstimator;
import dev.memwarden.memory.Embedder;
import dev.memwarden.memory.Embedding;
import dev.memwarden.memory.onnx.Passages.Passage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `bge-small-en-v1.5`, quantised, in this process.
///
/// [#load] returns at once; a background thread loads the model, which takes about a second, and
/// requests wait for it. Inference is native and runs on a few platform threads of its own, so that
/// it never pins the carriers of virtual threads, which wait for it instead. The model reads 512
/// tokens and silently drops the rest, so longer texts are embedded in passages and averaged.
///
/// **Cost**: a few milliseconds for a sentence, some 130 ms for 500 tokens, about two seconds for
/// 32 KiB, of one core each; some 350 MB resident.
public final class OnnxEmbedder implements Embedder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxEmbedder.class);

  /// Id of the model.
  public static final String MODEL = "bge-small-en-v1.5-q";

  /// Length of its vectors.
  public static final int DIMENSIONS = 384;

  // Each text is computed on one thread, so this is how many processors texts may keep busy.
  private static final int TEXT_THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

  // Text that may wait, in bytes: 12 s of English prose on two cores, and at a token a byte, the
  // worst there is, still less than the minute for which a permission to store it holds.
  private static final int WAITING_TEXT = 393_216;
  private static final int WAITING_QUESTIONS = 65_536;

  // Of the 512 that the model reads, two frame the text and nine are QUESTION.
  private static final int PASSAGE_TOKENS = 500;

  // What the model was trained to find in front of a question, and only there (BGE's model card).
  private static final String QUESTION =
      "Represent this sentence for searching relevant passages: ";

  private static final Duration LOADING_PATIENCE = Duration.ofSeconds(20);

  // Apart, so that a search does not wait behind somebody's long conversation.
  private final Lane texts = new Lane("embedder", TEXT_THREADS, WAITING_TEXT);
  private final Lane questions = new Lane("embedder-questions", 1, WAITING_QUESTIONS);
  private final FutureTask<Loaded> model;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Thread loading;
  private final Path cache;

  private record Loaded(EmbeddingModel model, Passages passages) {}

  /// An embedder that loads its model at [#load], or else when it is first asked.
  ///
  /// @param cache folder into which native libraries are unpacked (50 MB), made if it is missing;
  ///   nobody else should be able to write there. One per process: a library is loaded once
  public OnnxEmbedder(Path cache) {
    this.cache = cache;
    this.model = new Loading(cache);
    this.loading = Thread.ofPlatform().daemon().name("embedder-loading").unstarted(model);
  }

  /// Starts to load the model in the background, once. Loading keeps a processor busy for a second,
  /// so a server does it when it already listens.
  public void load() {
    if (begun.compareAndSet(false, true)) {
      confine(cache);
      loading.start();
    }
  }

  private Loaded loaded() {
    load();
    return Waiting.forResult(model);
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
    Loaded loaded = loaded();
    return this.texts.each(texts, text -> meaning(loaded, "", text));
  }

  @Override
  public Embedding embedQuery(String text) {
    Loaded loaded = loaded();
    return questions.each(List.of(text), one -> meaning(loaded, QUESTION, one)).getFirst();
  }

  /// Whether the model is there, so that a request would not wait.
  public boolean isReady() {
    return model.state() == Future.State.SUCCESS;
  }

  /// Lets running inference end and takes no more; requests from now on fail.
  @Override
  public void close() {
    questions.close();
    texts.close();
    if (loading.getState() == Thread.State.NEW) {
      return;
    }
    try {
      // A process that ends while a thread is inside the native runtime is aborted by it.
      boolean _ = loading.join(LOADING_PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  // Otherwise the tokenizer's library unpacks into the home directory, may fetch other builds of
  // itself and, on EC2, reports its use to its makers. A setting of the operator wins over the
  // folder.
  private static void confine(Path cache) {
    if (System.getenv("ENGINE_CACHE_DIR") == null
        && System.getProperty("ENGINE_CACHE_DIR") == null) {
      System.setProperty("ENGINE_CACHE_DIR", cache.toAbsolutePath().toString());
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private static Loaded read(Path cache) {
    long start = System.nanoTime();
    NativeRuntime.prepare(cache);
    var loaded =
        new Loaded(
            BgeSmall.shared(),
            new Passages(
                PASSAGE_TOKENS, new HuggingFaceTokenCountEstimator()::estimateTokenCountInText));
    meaning(loaded, "", "warm up");
    LOG.info("embedding model {} loaded in {} ms", MODEL, (System.nanoTime() - start) / 1_000_000);
    return loaded;
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

  /// Says at once why there will be no model, not only when the first request asks.
  private static final class Loading extends FutureTask<Loaded> {
    Loading(Path cache) {
      super(() -> read(cache));
    }

    @Override
    protected void done() {
      if (state() == Future.State.FAILED) {
        LOG.error("embedding model {} cannot be loaded", MODEL, exceptionNow());
      }
    }
  }
}
