package dev.memwarden.server.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.server.HttpIssuer;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDocumentsTest {
  private final HttpIssuer issuer = new HttpIssuer();
  private final HttpDocuments documents = new HttpDocuments(Duration.ofSeconds(1));
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    documents.close();
    issuer.close();
  }

  private Answer get(String path) {
    URI address = URI.create(issuer.url(path));
    return documents.get(address, address);
  }

  @Test
  void a_document_comes_as_it_is() {
    issuer.publish("/keys", "{\"keys\":[]}");

    assertThat(get("/keys"))
        .isInstanceOfSatisfying(
            Answer.Document.class,
            document ->
                assertThat(new String(document.bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"keys\":[]}"));
  }

  // Some issuers call their keys text, and a page can be called JSON: what comes is judged by its
  // content.
  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/octet-stream", "image/png", "application/json"})
  void a_wrong_media_type_decides_nothing(String type) {
    issuer.at(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          HttpIssuer.send(exchange, 200, "{\"keys\":[]}");
        });

    assertThat(get("/keys")).isInstanceOf(Answer.Document.class);
  }

  @Test
  void none_is_none() {
    assertThat(get("/keys")).isEqualTo(new Answer.Absent());
  }

  @ParameterizedTest
  @CsvSource({
    "500, status 500",
    "403, status 403",
    "204, status 204",
    "206, status 206",
    "301, 'a redirect, which is not followed'",
    "302, 'a redirect, which is not followed'",
    "307, 'a redirect, which is not followed'",
  })
  void another_status_is_no_answer(int status, String why) {
    issuer.at("/keys", exchange -> HttpIssuer.send(exchange, status, ""));

    assertThat(get("/keys")).isEqualTo(new Answer.Failed(why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://169.254.169.254/latest/", "/other", "https://10.0.0.1/"})
  void no_redirect_is_followed(String location) {
    issuer.publish("/other", "{\"keys\":[]}");
    issuer.at(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          HttpIssuer.send(exchange, 302, "");
        });

    assertThat(get("/keys")).isInstanceOf(Answer.Failed.class);
    assertThat(issuer.asked()).containsExactly("/keys");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_document_of_10_mb_is_not_read(boolean announced) {
    byte[] much = new byte[10 << 20];
    issuer.at(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, announced ? much.length : 0);
          exchange.getResponseBody().write(much);
        });

    assertThat(get("/keys")).isInstanceOf(Answer.Failed.class);
  }

  @Test
  void the_largest_document_is_read_and_not_one_byte_more() {
    issuer.publish("/keys", " ".repeat(HttpDocuments.MAX_LENGTH));
    assertThat(get("/keys")).isInstanceOf(Answer.Document.class);
    issuer.publish("/keys", " ".repeat(HttpDocuments.MAX_LENGTH + 1));
    assertThat(get("/keys")).isInstanceOf(Answer.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_document_that_does_not_end_is_given_up(boolean begun) {
    issuer.at(
        "/keys",
        exchange -> {
          if (begun) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write('{');
            body.flush();
          }
          await(end);
        });

    assertThat(get("/keys")).isEqualTo(new Answer.Failed("no whole answer within 1 s"));
  }

  @Test
  void a_server_that_is_not_there_is_no_answer() {
    URI address = URI.create(issuer.url("/keys"));
    issuer.close();

    assertThat(documents.get(address, address)).isInstanceOf(Answer.Failed.class);
  }

  @Test
  void what_may_not_be_asked_is_not_asked() {
    URI near = URI.create("https://issuer.test/");

    assertThat(documents.get(URI.create(issuer.url("/keys")), near))
        .isEqualTo(
            new Answer.Failed(
                "its address must be https, as it is not on the server of the issuer"));
    assertThat(issuer.asked()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
