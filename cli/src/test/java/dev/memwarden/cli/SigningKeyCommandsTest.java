package dev.memwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `key add --signing-key`.
class SigningKeyCommandsTest {
  @TempDir Path folder;
  private CommandLineFixture commands;

  @BeforeEach
  void open() {
    commands = new CommandLineFixture(folder);
  }

  @Test
  void a_key_may_demand_signatures_of_a_public_key() throws IOException {
    String pem =
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
        -----END PUBLIC KEY-----
        """;
    Files.writeString(commands.folder.resolve("public.pem"), pem);
    String shown = "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";

    JsonNode key =
        commands
            .run("key", "add", "--user", "alice", "--signing-key", "public.pem", "-o", "json")
            .json();
    assertThat(key.path("signing_key").stringValue()).isEqualTo(shown);
    String id = key.path("id").stringValue();
    assertThat(commands.run("key", "show", id).out()).containsPattern("signing key +" + shown);
    JsonNode successor = commands.run("key", "rotate", id, "-o", "json").json();
    assertThat(successor.path("signing_key").stringValue()).isEqualTo(shown);
    JsonNode plain = commands.run("key", "add", "--user", "alice", "-o", "json").json();
    assertThat(plain.path("signing_key").isNull()).isTrue();
  }

  @Test
  void a_private_key_is_not_taken_for_a_public_one() throws IOException {
    String secret = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF";
    Files.writeString(
        commands.folder.resolve("private.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n");

    for (String file : new String[] {"private.pem", "absent.pem"}) {
      CommandLineFixture.Result refused =
          commands.run("key", "add", "--user", "alice", "--signing-key", file);
      assertThat(refused.code()).isNotZero();
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err()).contains(file).doesNotContain(secret);
    }
    assertThat(commands.folder.resolve("memwarden-data")).doesNotExist();
  }
}
