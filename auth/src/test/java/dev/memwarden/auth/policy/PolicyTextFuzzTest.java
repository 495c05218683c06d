package dev.memwarden.auth.policy;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is read as a policy: it says what it said when it is printed, or which line is wrong.
class PolicyTextFuzzTest {

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "# nothing\n\n",
            """
            permit  user:alice          memory:read,chat  default/bob
            forbid  agent:planner       *                 */*/planner/-/work
            permit  service:nightly%20  memory:*          acme/-
            permit  role:team-lead      keys:manage       *   # all of them
            forbid  *                   audit:read        a%2Fb/%2D/%25
            """,
            "permit\tuser:\u00e4\t*\t*\r\nforbid * chat x/y/z/v/w",
            "permit user:alice memory:read,memory:* a",
            "permit user:%ff chat a\n",
            "permit user:%C0%AE chat a",
            "permit user:alice chat -/b",
            "permit user:alice chat a//b",
            "permit user:alice chat a/b/c/d/e/f",
            "permit user:alice chat",
            "\u00a0permit user:alice chat a",
            "permit user:al\u200dice chat a",
            "permit user:alice chat a\u2028forbid * * *",
            "permit user:alice chat a\u000bforbid * * *",
            "permit admin:root chat a",
            "allow user:alice chat a")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_text_is_a_policy_or_names_the_line_that_is_wrong(byte[] bytes) {
    String text = text(bytes);
    List<Rule> rules;
    try {
      rules = PolicyText.parse(text);
    } catch (PolicySyntaxException e) {
      judgeMistake(text, e);
      return;
    }
    String printed = PolicyText.print(rules);
    assertThat(printed).matches("[ -~\n]*").hasLineCount(rules.size());
    assertThat(PolicyText.parse(printed)).isEqualTo(rules);
    assertThat(PolicyText.print(PolicyText.parse(printed))).isEqualTo(printed);

    List<Rule> oneByOne = new ArrayList<>();
    text.lines().forEach(line -> oneByOne.addAll(PolicyText.parse(line)));
    assertThat(rules).isEqualTo(oneByOne);
  }

  /// All before the line is right, and the line itself is wrong.
  private static void judgeMistake(String text, PolicySyntaxException mistake) {
    List<String> lines = text.lines().toList();
    assertThat(mistake.line()).isBetween(1, lines.size());
    assertThat(mistake).hasMessageStartingWith("line " + mistake.line() + ": ");
    PolicyText.parse(String.join("\n", lines.subList(0, mistake.line() - 1)));
    try {
      PolicyText.parse(lines.get(mistake.line() - 1));
    } catch (PolicySyntaxException alone) {
      assertThat(alone.getMessage().replaceFirst("^line 1: ", ""))
          .isEqualTo(mistake.getMessage().replaceFirst("^line [0-9]+: ", ""));
      return;
    }
    throw new AssertionError("line " + mistake.line() + " alone is right");
  }

  // UTF-8 cannot say half a surrogate pair; UTF-16 behind a byte that UTF-8 never has can.
  private static String text(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == (byte) 0xff
        ? new String(bytes, 1, bytes.length - 1, UTF_16BE)
        : new String(bytes, UTF_8);
  }
}
