package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingReferenceTest {

  @Test
  void the_table_in_the_documentation_is_what_the_server_understands() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/operate.md")).stream()
            .filter(line ->
                line.startsWith("| `") && !line.startsWith("| `--") && line.contains("MEMWARDEN_"))
            .toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(Setting.values()).map(SettingReferenceTest::row).toList());
  }

  @Test
  void every_setting_has_a_name_and_key_of_its_own() {
    assertThat(Arrays.stream(Setting.values()).map(Setting::key)).doesNotHaveDuplicates();
    assertThat(
            Arrays.stream(Setting.values())
                .flatMap(s -> Stream.concat(s.names().stream(), s.fileNames().stream())))
        .doesNotHaveDuplicates();
    assertThat(Setting.values()).allMatch(s -> s.names().getFirst().startsWith("MEMWARDEN_"));
  }

  private static String row(Setting setting) {
    String names =
        Stream.concat(setting.names().stream(), setting.fileNames().stream())
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    String byDefault = setting.byDefault().map(text -> "`" + text + "`").orElse("");
    return "| `%s` | %s | %s | %s |"
        .formatted(setting.key(), names, byDefault, setting.description());
  }
}
