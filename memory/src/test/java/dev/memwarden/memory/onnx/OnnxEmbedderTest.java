package dev.memwarden.memory.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import dev.memwarden.memory.EmbedderUnavailableException;
import dev.memwarden.memory.Embedding;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnnxEmbedderTest {
  private static final Path CACHE = Path.of("target", "embedder");

  private OnnxEmbedder embedder;

  @BeforeAll
  void load() {
    embedder = new OnnxEmbedder(CACHE);
  }

  @AfterAll
  void close() {
    embedder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I love playing tennis      | Tennis is my favourite sport   | The invoice is due on Friday
          My dog is called Rex       | I have a dog named Rex         | Rust has a borrow checker
          We moved to Berlin in May  | I live in Berlin now           | The soup needs more salt
          """)
  void what_means_the_same_is_nearer(String text, String similar, String unrelated) {
    List<Embedding> made = embedder.embed(List.of(text, similar, unrelated));

    assertThat(cosine(made.get(0), made.get(1)))
        .isGreaterThan(cosine(made.get(0), made.get(2)) + 0.1);
  }

  @Test
  void a_question_finds_its_answer() {
    List<Embedding> texts =
        embedder.embed(List.of("I love Python programming", "The weather was bad yesterday"));

    Embedding question = embedder.embedQuery("Which programming language do I like?");

    assertThat(cosine(question, texts.get(0))).isGreaterThan(cosine(question, texts.get(1)));
  }

  @Test
  void a_question_is_not_embedded_like_a_text() {
    assertThat(cosine(embedder.embedQuery("tennis"), embedder.embed(List.of("tennis")).getFirst()))
        .isLessThan(0.999);
  }

  @Test
  void vectors_have_length_one_and_name_their_model() {
    Embedding made = embedder.embed(List.of("hello")).getFirst();

    assertThat(made.model()).isEqualTo(embedder.model());
    assertThat(made.vector()).hasSize(embedder.dimensions());
    assertThat(cosine(made, made)).isBetween(0.999, 1.001);
  }

  @Test
  void the_end_of_a_long_text_counts() {
    String filler = "The meeting went on and on about the quarterly figures. ".repeat(120);
    List<Embedding> made =
        embedder.embed(
            List.of(filler, filler + "My cat is ill and the vet comes. ".repeat(60), "a sick cat"));

    assertThat(cosine(made.get(1), made.get(2)))
        .isGreaterThan(cosine(made.get(0), made.get(2)) + 0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"word ", "x", "漢", "한국어 ", "😀"})
  void no_text_is_too_long(String part) {
    String filler = part.repeat(3_000 / part.length());
    List<Embedding> made = embedder.embed(List.of(filler, filler + ". The vet saw my cat."));

    assertThat(cosine(made.get(0), made.get(1))).isLessThan(0.99999);
  }

  @Test
  void a_blank_text_is_no_error() {
    assertThat(embedder.embed(List.of("", " \n"))).hasSize(2);
  }

  @Test
  void a_closed_embedder_says_so() {
    var closed = new OnnxEmbedder(CACHE);
    closed.close();

    assertThatThrownBy(() -> closed.embedQuery("hello"))
        .isInstanceOf(EmbedderUnavailableException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void what_is_embedded_costs_no_processor_but_the_one_of_its_thread() {
    String text = "The meeting went on and on about the quarterly figures. ".repeat(20);
    for (int i = 0; i < 10; i++) {
      embedder.embed(List.of(text)); // until the compilers of the JVM have nothing more to do
    }
    long all = cpuTimeOfProcess();
    long own = cpuTimeOfEmbedder();

    for (int i = 0; i < 20; i++) {
      embedder.embed(List.of(text));
    }

    assertThat(cpuTimeOfEmbedder() - own).isGreaterThan((cpuTimeOfProcess() - all) * 7 / 10);
  }

  private static long cpuTimeOfProcess() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long cpuTimeOfEmbedder() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("embedder-"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  private static double cosine(Embedding a, Embedding b) {
    float[] x = a.vector();
    float[] y = b.vector();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }
}
