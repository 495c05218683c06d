package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.handshake.Outcome;
import dev.memwarden.auth.limit.Limiter;
import dev.memwarden.cli.CommandLineFixture.Result;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.stores.lucene.IndexProgress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LoginCommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  private CommandLineFixture line;

  @BeforeEach
  void prepare() {
    line = new CommandLineFixture(folder);
    line.now = NOW;
  }

  private Result run(String... args) {
    return line.run(args);
  }

  private JsonNode json(String... args) {
    return ((Parsed.Value) Json.parse(run(args).out())).node();
  }

  /// Somebody shows a key of `user`.
  private void logIn(String user) {
    String key = run("key", "add", "--user", user).out().strip();
    Configuration.Store store =
        new Configuration.Store(folder.resolve("memwarden-data"), Map.of(), Optional.empty());
    try (Instance instance =
        Instance.open(store, () -> NOW, new SecureRandom(), IndexProgress.UNSEEN)) {
      instance.issuance().issuer().set("http://localhost:8000");
      Outcome outcome =
          instance
              .issuance()
              .handshake()
              .open(
                  Secret.of(key),
                  Optional.empty(),
                  Optional.empty(),
                  InetAddress.getLoopbackAddress(),
                  Limiter.NONE);
      assertThat(outcome).isInstanceOf(Outcome.Granted.class);
    }
  }

  @BeforeEach
  void two_logins() {
    logIn("alice");
    logIn("bob");
  }

  @Test
  void logins_are_shown() {
    JsonNode logins = json("login", "list", "-o", "json");

    assertThat(logins).hasSize(2);
    assertThat(logins.get(0).path("user").asString()).isEqualTo("alice");
    assertThat(logins.get(0).path("expires_at").asString()).isEqualTo("2026-12-22T12:00:00Z");
    assertThat(run("login", "list").out().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith(logins.get(1).path("id").asString() + "  user:bob"));
  }

  @Test
  void one_login_ends() {
    String id = json("login", "list", "-o", "json").get(0).path("id").asString();

    Result ended = run("login", "end", id, "--reason", "lost");

    assertThat(ended).isEqualTo(new Result(0, "Login " + id + " has ended.\n", ""));
    assertThat(json("login", "list", "-o", "json")).hasSize(1);
    assertThat(json("login", "end", id, "-o", "json").path("ended_reason").asString())
        .isEqualTo("lost");
    assertThat(run("login", "end", "unknown").err()).contains("there is no such login");
  }

  @Test
  void all_logins_of_somebody_end() {
    assertThat(run("login", "end", "--user", "alice").out())
        .isEqualTo("All logins have ended: user:alice\n");

    assertThat(json("login", "list", "-o", "json").get(0).path("user").asString()).isEqualTo("bob");
  }

  @Test
  void all_logins_end() {
    assertThat(run("login", "end", "--all").code()).isZero();

    assertThat(json("login", "list", "-o", "json")).isEmpty();
    assertThat(json("key", "list", "-o", "json")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--user alice --all", "x --all", "x --user alice"})
  void it_has_to_be_clear_which(String options) {
    String[] args = ("login end " + options).strip().split(" ");

    assertThat(run(args).code()).isEqualTo(2);
  }

  @Test
  void keys_that_sign_are_shown_and_rotated() {
    String first = json("signing-key", "list", "-o", "json").get(0).path("id").asString();

    Result rotated = run("signing-key", "rotate");

    assertThat(rotated.out()).matches("Key \\S{43} signs from 2026-11-22T12:10:00Z\\R");
    assertThat(run("signing-key", "list").out())
        .contains(first + "  signing")
        .containsPattern("\\S{43}  next     2026-11-22T12:10:00Z");
    assertThat(run("signing-key", "rotate", "--at-once").out())
        .matches("Key \\S{43} signs from 2026-11-22T12:00:00Z\\R");
    assertThat(json("signing-key", "list", "-o", "json")).hasSize(1);
    assertThat(run("signing-key", "list", "-o", "json").out()).doesNotContain(first);
  }
}
