package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `key add --rate-limit --max-memories`.
class AllowanceCommandsTest {
  @TempDir Path folder;
  private CommandLineFixture commands;

  @BeforeEach
  void open() {
    commands = new CommandLineFixture(folder);
  }

  private JsonNode add(String... options) {
    String[] line = new String[options.length + 6];
    System.arraycopy(new String[] {"key", "add", "--user", "alice", "-o", "json"}, 0, line, 0, 6);
    System.arraycopy(options, 0, line, 6, options.length);
    return commands.run(line).json();
  }

  @Test
  void a_key_may_be_made_for_so_much_and_no_more() {
    JsonNode key = add("--rate-limit", "100/m:20,9000/d", "--max-memories", "500");
    assertThat(key.path("rate_limit").stringValue()).isEqualTo("100/m:20,9000/d");
    assertThat(key.path("max_memories").intValue()).isEqualTo(500);

    String id = key.path("id").stringValue();
    assertThat(commands.run("key", "show", id).out())
        .containsPattern("rate limit +100/m:20,9000/d")
        .containsPattern("max memories +500");
    JsonNode successor = commands.run("key", "rotate", id, "-o", "json").json();
    assertThat(successor.path("rate_limit").stringValue()).isEqualTo("100/m:20,9000/d");
    assertThat(successor.path("max_memories").intValue()).isEqualTo(500);
    JsonNode plain = add();
    assertThat(plain.path("rate_limit").isNull()).isTrue();
    assertThat(plain.path("max_memories").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--rate-limit,   100,        rate_limit",
    "--rate-limit,   0/m,        rate_limit",
    "--rate-limit,   '1/m,2/m',  rate_limit",
    "--max-memories, 0,          max_memories"
  })
  void what_is_no_limit_makes_no_key(String option, String value, String named) {
    CommandLineFixture.Result refused =
        commands.run("key", "add", "--user", "alice", option, value);

    assertThat(refused.code()).isNotZero();
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains(named);
    assertThat(commands.run("key", "list", "-o", "json").json()).isEmpty();
  }

  @Test
  void what_is_no_number_is_not_even_asked_for() {
    CommandLineFixture.Result refused =
        commands.run("key", "add", "--user", "alice", "--max-memories", "many");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--max-memories");
  }
}
