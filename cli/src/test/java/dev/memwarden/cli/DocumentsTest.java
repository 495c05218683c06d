package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.policy.PolicyText;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What documents say that no server is needed for. Their commands and requests are run by
/// `.ci/checks/docs.sh`, which knows the same marks.
final class DocumentsTest {
  // Surefire runs a module's tests in the module's folder.
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern FENCE =
      Pattern.compile(
          "^(?:<!-- ([^\\n]*?) -->\\n\\n?)?```([^\\n]*)\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern TEST =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))\\.([a-z]\\w*)`");
  private static final Set<String> LANGUAGES = Set.of("sh", "json", "policy", "text");
  private static final Pattern MARK =
      Pattern.compile("file: [\\w.-]+|with the server stopped|not run: \\w.{10,}");

  /// How many blocks may say that they are not run.
  private static final int MOST_NOT_RUN = 1;

  static Stream<Path> documents() {
    return Stream.concat(
        Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve),
        below("docs", ".md").stream());
  }

  @Test
  void everything_that_newcomers_need_is_there() {
    assertThat(documents().map(file -> ROOT.relativize(file).toString()))
        .contains(
            "docs/quickstart.md",
            "docs/concepts.md",
            "docs/policy.md",
            "docs/operate.md",
            "docs/threat-model.md",
            "docs/dialects/mem0.md");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void blocks_say_what_they_are(Path document) {
    for (MatchResult block : blocks(document)) {
      assertThat(LANGUAGES).as(block.group()).contains(block.group(2));
      if (block.group(1) != null) {
        assertThat(block.group(1)).matches(MARK);
      }
    }
    assertThat(read(document).lines().filter(line -> line.startsWith("```")).count())
        .isEqualTo(2L * blocks(document).size());
  }

  @Test
  void hardly_any_block_is_not_run() {
    assertThat(
            documents()
                .flatMap(document -> blocks(document).stream())
                .filter(block -> block.group(1) != null && block.group(1).startsWith("not run")))
        .hasSizeLessThanOrEqualTo(MOST_NOT_RUN);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void json_is_json(Path document) {
    for (String text : texts(document, "json")) {
      assertThat(Json.parse(text)).as(text).isInstanceOf(Parsed.Value.class);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void policies_are_policies(Path document) {
    for (String text : texts(document, "policy")) {
      assertThat(PolicyText.parse(text)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void links_lead_somewhere(Path document) {
    for (MatchResult link : matches(LINK, read(document))) {
      String[] target = link.group(1).split("#", 2);
      if (!target[0].contains(":")) {
        Path file = target[0].isEmpty() ? document : document.resolveSibling(target[0]);
        assertThat(file).exists();
        if (target.length == 2) {
          assertThat(anchors(file)).contains(target[1]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void tests_that_are_named_exist(Path document) {
    List<Path> sources = below("", ".java");
    for (MatchResult named : matches(TEST, read(document))) {
      assertThat(
              sources.stream()
                  .filter(file -> file.endsWith(named.group(1) + ".java"))
                  .filter(file -> read(file).contains(" " + named.group(2) + "(")))
          .as(named.group())
          .isNotEmpty();
    }
  }

  private static Set<String> anchors(Path document) {
    return matches(HEADING, read(document)).stream()
        .map(heading ->
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<String> texts(Path document, String language) {
    return blocks(document).stream()
        .filter(block -> block.group(2).equals(language))
        .map(block -> block.group(3))
        .toList();
  }

  private static List<MatchResult> blocks(Path document) {
    return matches(FENCE, read(document));
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The sources of the repository, without what builds make.
  private static List<Path> below(String folder, String ending) {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files =
        Files.find(
            ROOT.resolve(folder),
            20,
            (file, attributes) -> attributes.isRegularFile() && file.toString().endsWith(ending))) {
      files.filter(file -> !file.toString().contains("/target/")).sorted().forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
