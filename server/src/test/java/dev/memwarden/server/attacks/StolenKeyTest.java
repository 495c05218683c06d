package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.server.http.Signing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who reads the traffic of a key whose requests must be signed has the key, and every
/// request that was sent with it. On a real server, with the JDK's client.
class StolenKeyTest {
  private static final String MEMORY =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"I like tea\"}]}";

  @TempDir Path folder;

  private final Signing alice = new Signing();
  private Town town;
  private String key;

  @BeforeEach
  void open() {
    town = new Town(folder);
    key =
        town.mint(
            Town.user("alice"),
            new Ceiling(
                Set.of(Action.MEMORY_READ, Action.MEMORY_WRITE, Action.KEYS_MANAGE),
                Box.EVERYWHERE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(alice.signer())));
    town.pass(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void the_owner_works_with_it() throws IOException, InterruptedException {
    assertThat(signed(alice, "POST", "/memories", MEMORY).statusCode()).isEqualTo(200);
    assertThat(signed(alice, "GET", "/memories/alice", "").body()).contains("I like tea");
    assertThat(signed(alice, "GET", "/auth/whoami", "").statusCode()).isEqualTo(200);
  }

  @Test
  void the_key_alone_opens_nothing() throws IOException, InterruptedException {
    assertThat(signed(alice, "POST", "/memories", MEMORY).statusCode()).isEqualTo(200);

    for (String path : List.of("/memories/alice", "/auth/whoami", "/auth/keys")) {
      HttpResponse<String> answer = send("GET", path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("tea");
    }
    assertThat(send("POST", "/auth/keys", "{\"name\":\"mine\"}").statusCode()).isEqualTo(401);
    assertThat(signed(new Signing(), "GET", "/memories/alice", "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_body_is_not_even_read_without_a_signature() throws IOException {
    Town.Told told =
        town.ask(key, "POST /memories", "", "Content-Length: 3000000", "Expect: 100-continue");

    assertThat(told.text()).startsWith("401 ");
    assertThat(told.head()).doesNotContain("100 Continue");
  }

  @Test
  void what_was_sent_cannot_be_sent_again_or_otherwise() throws IOException {
    String[] fields = sign(alice, "POST", "/memories", MEMORY);

    String changed = MEMORY.replace("tea", "gin");
    assertThat(town.ask(key, "POST /memories", changed, fields).text()).startsWith("401 ");
    fields = sign(alice, "POST", "/memories", MEMORY);
    assertThat(town.ask(key, "POST /memories", MEMORY, fields).status()).isEqualTo(200);
    assertThat(town.ask(key, "POST /memories", MEMORY, fields).text()).startsWith("401 ");
    assertThat(town.ask(key, "GET /memories/alice", "", fields).text()).startsWith("401 ");
  }

  private String[] sign(Signing by, String method, String path, String body) {
    return by.sign(key.substring(4, 20), town.now(), method, town.address() + path, body);
  }

  private HttpResponse<String> signed(Signing by, String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, body, sign(by, method, path, body));
  }

  private HttpResponse<String> send(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(town.address() + path))
            .header("X-API-Key", key)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (String field : fields) {
      int colon = field.indexOf(": ");
      request.header(field.substring(0, colon), field.substring(colon + 2));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
