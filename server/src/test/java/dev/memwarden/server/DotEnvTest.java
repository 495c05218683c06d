package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          A=b                      | b
          A = b                    | b
          export A=b               | b
          A='b c'                  | b c
          A='b # c'  # note        | b # c
          A='${b}'                 | ${b}
          A='a\\nb'                | a\\nb
          A="b \\"c\\" \\\\"       | b "c" \\
          A="b # c" # note         | b # c
          A="$b"                   | $b
          A=b#c                    | b#c
          A=b # c                  | b
          A={"k": "u"}             | {"k": "u"}
          A=a'b                    | a'b
          A='{"sk-a": "alice"}'    | {"sk-a": "alice"}
          """)
  void reads(String line, String value) {
    assertThat(DotEnv.parse(line)).containsExactlyEntriesOf(Map.of("A", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          sesame              | is not of the form NAME=value
          1A=sesame           | is not of the form NAME=value
          A-B=sesame          | is not of the form NAME=value
          A='sesame           | has a quote that is not closed on the line
          A="sesame           | has a quote that is not closed on the line
          A="sesame\\"        | has a quote that is not closed on the line
          A='sesame'x         | has something after the closing quote
          A="sesame" x        | has something after the closing quote
          A="sesame\\x"       | has an unknown escape after a backslash
          A=${sesame}         | refers to a variable; write the value itself, or use single quotes
          A="${sesame}"       | refers to a variable; write the value itself, or use single quotes
          FIRST=sesame        | sets FIRST a second time
          """)
  void stops_with_the_line_and_never_its_content(String line, String what) {
    assertThatThrownBy(() -> DotEnv.parse("# comment\nFIRST=1\n" + line + "\n"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(".env: line 3 " + what)
        .hasMessageNotContaining("sesame");
  }

  @Test
  void comments_blank_lines_and_windows_line_ends_mean_nothing() {
    assertThat(DotEnv.parse("\r\n# A=1\r\n  \r\nB='2'\r\nC=3\r\n"))
        .isEqualTo(Map.of("B", "2", "C", "3"));
  }

  @Test
  void an_empty_value_is_empty() {
    assertThat(DotEnv.parse("A=\nB=''\nC=\"\"\nD= # note"))
        .isEqualTo(Map.of("A", "", "B", "", "C", "", "D", ""));
  }
}
