package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attack 3.8: a request that was begun with a good key and takes its time. Once the revocation is
/// acknowledged, nothing is done for it any more.
class RevokedMidwayTest {
  private static final String BODY =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"late tea\"}]}";
  private static final String SEARCH = Town.search("tea", "alice", "");

  @TempDir Path folder;
  private Town town;
  private String key;

  @BeforeEach
  void start() throws IOException {
    town = new Town(folder);
    key = town.key("alice");
    town.remember("alice", "tea");
  }

  @AfterEach
  void stop() {
    town.close();
  }

  // "100 Continue" says that the key was taken.
  private RawClient begin(String line, String body) throws IOException {
    RawClient client = town.connect();
    String head = line + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + key;
    String length = "\r\nContent-Length: " + body.length() + "\r\nExpect: 100-continue\r\n\r\n";
    assertThat(client.sendExactly(head + length).read().status()).isEqualTo(100);
    return client;
  }

  @Test
  void what_comes_after_the_revocation_is_not_stored() throws IOException, SQLException {
    try (RawClient client = begin("POST /memories", BODY)) {
      town.revoke(key);

      assertThat(client.sendExactly(BODY).read().status()).isEqualTo(401);
    }
    assertThat(town.stored()).containsExactly("default/alice// tea");
  }

  @Test
  void what_is_asked_for_after_the_revocation_is_not_shown() throws IOException {
    try (RawClient client = begin("POST /memories/search", SEARCH)) {
      town.revoke(key);

      RawClient.Response response = client.sendExactly(SEARCH).read();
      assertThat(response.status()).isEqualTo(401);
      assertThat(response.body()).doesNotContain("tea");
    }
  }

  @Test
  void another_key_that_is_revoked_meanwhile_hinders_nobody() throws IOException, SQLException {
    String other = town.key("bob");
    try (RawClient client = begin("POST /memories", BODY)) {
      town.revoke(other);

      assertThat(client.sendExactly(BODY).read().status()).isEqualTo(200);
    }
    assertThat(town.stored()).contains("default/alice// late tea");
  }
}
