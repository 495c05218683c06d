package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits on the source text itself, of all modules.
final class SourceFilesTest {
  private static final int MOST_LINES = 500;

  // Surefire runs a module's tests in the module's folder.
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void every_module_is_looked_at() {
    assertThat(sources("/src/main/"))
        .anyMatch(file -> file.endsWith("auth/src/main/java/dev/memwarden/auth/Policy.java"))
        .anyMatch(file -> file.startsWith(ROOT.resolve("benchmarks")));
  }

  @Test
  void no_file_is_longer_than_a_sitting() {
    assertThat(sources("/src/").filter(file -> lines(file).size() > MOST_LINES)).isEmpty();
  }

  // Brackets in the patterns keep them from matching this file.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unfinished work     | /src/      | '\\b(T[O]DO|FI[X]ME|X[X]X)\\b'
          disabled tests      | /src/test/ | @D[i]sabled
          sleeping tests      | /src/test/ | Thread\\.s[l]eep
          """)
  void nowhere_is_there(String what, String folder, String pattern) {
    Pattern forbidden = Pattern.compile(pattern);

    assertThat(sources(folder).flatMap(file -> finds(file, forbidden))).as(what).isEmpty();
  }

  // The library that speaks to language models throws whatever comes when an answer is hostile, and
  // threads that work in the background must not end in silence.
  @Test
  void only_the_outermost_edge_catches_whatever_there_is() {
    Pattern broad =
        Pattern.compile("catch \\((final )?(Exception|RuntimeException|Throwable|Error)\\b");

    assertThat(
            sources("/src/main/")
                .filter(file -> !file.toString().contains("/dev/memwarden/server/http/"))
                .filter(file -> !file.endsWith("dev/memwarden/memory/llm/OpenAiModel.java"))
                .filter(file -> !file.endsWith("dev/memwarden/auth/Rounds.java"))
                .flatMap(file -> finds(file, broad)))
        .isEmpty();
  }

  private static Stream<String> finds(Path file, Pattern pattern) {
    List<String> lines = lines(file);
    return IntStream.range(0, lines.size())
        .filter(index -> pattern.matcher(lines.get(index)).find())
        .mapToObj(index -> ROOT.relativize(file) + ":" + (index + 1) + " " + lines.get(index));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All Java files below a folder whose path has `part` in it.
  private static Stream<Path> sources(String part) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .toList()
          .stream()
          .flatMap(SourceFilesTest::below)
          .filter(file -> file.toString().replace('\\', '/').contains(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
