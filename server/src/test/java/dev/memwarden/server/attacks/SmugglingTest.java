package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks 4.7: two servers in a row that see the end of a request, or of its body, in different
/// places. Behind each hostile request stands another that would store something; one reply comes,
/// the connection ends, and nothing is stored.
class SmugglingTest {
  private static final String ALICE = Stand.ALICE.replace("\n", "\r\n");
  private static final String SMUGGLED = Stand.store("smuggled").replace("\n", "\r\n");

  @TempDir static Path folder;
  private static Stand stand;

  @BeforeAll
  static void start() {
    stand = Stand.in(folder);
  }

  @AfterAll
  static void stop() {
    stand.close();
  }

  @AfterEach
  void nothing_was_stored_and_the_server_serves() throws IOException {
    stand.isUnharmed();
  }

  // In these tables, bytes that no eye sees are written as escapes.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # lengths that differ, or are none
          Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n                       | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked\\r\\nContent-Length: 5\\r\\n                       | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked\\r\\nContent-Length: 0\\r\\n                       | 0\\r\\n\\r\\n
          Content-Length: 5\\r\\nContent-Length: 6\\r\\n                                | hello
          Content-Length: 5\\r\\nContent-Length: 5\\r\\n                                | hello
          Content-Length: 5, 5\\r\\n                                                    | hello
          Content-Length: 5,6\\r\\n                                                     | hello
          Content-Length: +5\\r\\n                                                      | hello
          Content-Length: -5\\r\\n                                                      | hello
          Content-Length: 0x5\\r\\n                                                     | hello
          Content-Length: 5 5\\r\\n                                                     | hello
          Content-Length: 5.0\\r\\n                                                     | hello
          Content-Length: 5e0\\r\\n                                                     | hello
          Content-Length: \\r\\n                                                        | hello
          Content-Length: five\\r\\n                                                    | hello
          Content-Length: 99999999999999999999\\r\\n                                    | hello
          Content-Length: 18446744073709551621\\r\\n                                    | hello
          Content-Length : 5\\r\\n                                                      | hello
          Content-Length\\t: 5\\r\\n                                                    | hello
          # codings that only one side may understand
          Transfer-Encoding: xchunked\\r\\n                                             | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked, identity\\r\\n                                    | 0\\r\\n\\r\\n
          Transfer-Encoding: identity, chunked\\r\\n                                    | 0\\r\\n\\r\\n
          Transfer-Encoding: identity\\r\\n                                             | 0\\r\\n\\r\\n
          Transfer-Encoding: gzip, chunked\\r\\n                                        | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked, chunked\\r\\n                                     | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n              | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x\\r\\n                    | 0\\r\\n\\r\\n
          Transfer-Encoding: x\\r\\nTransfer-Encoding: chunked\\r\\n                    | 0\\r\\n\\r\\n
          Transfer-Encoding: identity\\r\\nContent-Length: 5\\r\\n                      | hello
          Transfer-Encoding: "chunked"\\r\\n                                            | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked;q=1\\r\\n                                          | 0\\r\\n\\r\\n
          Transfer-Encoding:\\r\\n                                                      | 0\\r\\n\\r\\n
          Transfer-Encoding:\\013chunked\\r\\n                                        | 0\\r\\n\\r\\n
          Transfer-Encoding : chunked\\r\\n                                             | 0\\r\\n\\r\\n
          Transfer-Encoding\\t: chunked\\r\\n                                           | 0\\r\\n\\r\\n
          Transfer_Encoding: chunked\\r\\n                                              | 0\\r\\n\\r\\n
          \\sTransfer-Encoding: chunked\\r\\n                                             | 0\\r\\n\\r\\n
          X: y\\r\\n\\sTransfer-Encoding: chunked\\r\\n                                   | 0\\r\\n\\r\\n
          X: y\\rTransfer-Encoding: chunked\\r\\n                                       | 0\\r\\n\\r\\n
          X: y\\nTransfer-Encoding: chunked\\r\\n                                       | 0\\r\\n\\r\\n
          Transfer-Encoding\\000: chunked\\r\\n                                       | 0\\r\\n\\r\\n
          Transfer-Encoding: chunked\\000\\r\\n                                       | 0\\r\\n\\r\\n
          Transfer-Encoding: \\000chunked\\r\\n                                       | 0\\r\\n\\r\\n
          Transfer-\\342\\204\\252Encoding: chunked\\r\\n                                       | 0\\r\\n\\r\\n
          Transfer-Encoding: ch\\374nked\\r\\n                                        | 0\\r\\n\\r\\n
          # lines that end or go on elsewhere
          Content-Length: 5\\n                                                          | hello
          Content-Length: 5\\r                                                          | hello
          X: y\\r\\n\\tz\\r\\n                                                          | ''
          X: y\\r\\n z\\r\\n                                                            | ''
          X: y\\rz\\r\\n                                                                | ''
          X: y\\000z\\r\\n                                                            | ''
          X: y\\001z\\r\\n                                                            | ''
          X: y\\177z\\r\\n                                                            | ''
          X\\000: y\\r\\n                                                             | ''
          X Y: y\\r\\n                                                                  | ''
          : y\\r\\n                                                                     | ''
          no colon\\r\\n                                                                | ''
          Host: other\\r\\n                                                             | ''
          """)
  void heads_that_two_servers_could_read_differently(String fields, String body)
      throws IOException {
    refuses(400, "POST /memories HTTP/1.1\r\n" + ALICE + raw(fields) + "\r\n" + raw(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /health HTTP/1.1\r\n",
        "GET /health  HTTP/1.1\r\n",
        "GET\t/health HTTP/1.1\r\n",
        "GET /health\tHTTP/1.1\r\n",
        "GET /health HTTP/1.1 \r\n",
        "GET /health HTTP/1.1\n",
        "GET /health HTTP/1.1\r",
        "GET /health HTTP/1.1 x\r\n",
        "GET /health x HTTP/1.1\r\n",
        "GET /health\r\n",
        "GET /health HTTP/0.9\r\n",
        "GET /health HTTP/1.2\r\n",
        "GET /health HTTP/1.10\r\n",
        "GET /health HTTP/01.1\r\n",
        "GET /health HTTP/1,1\r\n",
        "GET /health HTTP/2\r\n",
        "GET /health HTTP/2.0\r\n",
        "GET /health HTTP/3.0\r\n",
        "GET /health http/1.1\r\n",
        "GET /health HTTPS/1.1\r\n",
        "GET /health ICAP/1.0\r\n",
        " GET /health HTTP/1.1\r\n",
        "\tGET /health HTTP/1.1\r\n",
        "\nGET /health HTTP/1.1\r\n",
        "\u0000GET /health HTTP/1.1\r\n",
        "\u00ffGET /health HTTP/1.1\r\n",
        "G\u0000T /health HTTP/1.1\r\n",
        "G:T /health HTTP/1.1\r\n",
        "GET /hea\u0000lth HTTP/1.1\r\n",
        "GET /hea\u00fflth HTTP/1.1\r\n",
      })
  void request_lines_that_are_none(String line) throws IOException {
    refuses(400, line + ALICE + "\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +0\\r\\n\\r\\n
          -1\\r\\n\\r\\n
          0x0\\r\\n\\r\\n
          \\s0\\r\\n\\r\\n
          0\\s\\r\\n\\r\\n
          \\t0\\r\\n\\r\\n
          0\\000\\r\\n\\r\\n
          g\\r\\n\\r\\n
          \\r\\n\\r\\n
          ;\\r\\n\\r\\n
          100000000\\r\\n
          80000000\\r\\n
          ffffffff\\r\\n
          10000000000000000\\r\\n\\r\\n
          ffffffffffffffff\\r\\n\\r\\n
          0\\n\\n
          0\\r\\r\\n\\r\\n
          5\\r\\nhelloX\\r\\n0\\r\\n\\r\\n
          5\\r\\nhello\\n0\\r\\n\\r\\n
          5\\r\\nhello0\\r\\n\\r\\n
          5;a\\nb\\r\\nhello\\r\\n0\\r\\n\\r\\n
          5;\\rb\\r\\nhello\\r\\n0\\r\\n\\r\\n
          5\\n;b\\r\\nhello\\r\\n0\\r\\n\\r\\n
          5 5\\r\\nhello\\r\\n0\\r\\n\\r\\n
          0\\r\\nX\\r\\n\\r\\n
          0\\r\\nX : y\\r\\n\\r\\n
          0\\r\\n X: y\\r\\n\\r\\n
          0\\r\\nX: y\\n\\r\\n
          """)
  void chunks_that_are_none(String body) throws IOException {
    refuses(
        400,
        "POST /memories HTTP/1.1\r\n" + ALICE + "Transfer-Encoding: chunked\r\n\r\n" + raw(body));
  }

  @Test
  void a_chunk_longer_than_any_body_is_not_waited_for() throws IOException {
    refuses(
        413,
        "POST /memories HTTP/1.1\r\n"
            + ALICE
            + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
            + "x".repeat(Stand.MAX_BODY + 9_000));
  }

  // Without this, nothing above would show anything.
  @Test
  void a_second_request_behind_a_good_one_is_answered() throws IOException {
    try (RawClient client = stand.connect()) {
      client.send("GET /health HTTP/1.1\n" + Stand.ALICE + "\n" + Stand.store("seen"));

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(stand.memories()).contains("seen");
    stand.forget();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /health            | 200
          GET /auth/whoami       | 200
          GET /memories/alice    | 200
          GET /nothing           | 404
          PUT /health            | 405
          GET /auth//whoami      | 400
          """)
  void a_body_is_never_the_next_request(String line, int status) throws IOException {
    for (String body : new String[] {length(SMUGGLED), chunk(SMUGGLED)}) {
      try (RawClient client = stand.connect()) {
        client.send(line + " HTTP/1.1\n" + Stand.ALICE).sendExactly(body);

        assertThat(client.read().status()).isEqualTo(status);
      }
      stand.isUnharmed();
    }
  }

  @Test
  void what_a_stranger_sends_is_never_a_request_of_somebody_else() throws IOException {
    String stranger = "POST /memories HTTP/1.1\r\nHost: localhost\r\nX-API-Key: wrong\r\n";

    for (String body : new String[] {length(SMUGGLED), chunk(SMUGGLED)}) {
      try (RawClient client = stand.connect()) {
        assertThat(client.sendExactly(stranger + body).read().status()).isEqualTo(401);
      }
    }
  }

  // 0.CL: a front server that reads the length sends the body later, perhaps after the reply.
  @Test
  void a_body_that_comes_after_the_reply_is_still_a_body() throws IOException {
    try (RawClient client = stand.connect()) {
      int length = SMUGGLED.length();
      client.send(
          "GET /auth/whoami HTTP/1.1\n" + Stand.ALICE + "Content-Length: " + length + "\n\n");
      assertThat(client.read().status()).isEqualTo(200);
      client.sendExactly(SMUGGLED).send("GET /health HTTP/1.1\n" + Stand.ALICE + "\n");

      assertThat(client.read().body()).contains("healthy");
    }
  }

  @Test
  void nothing_behind_the_last_request_is_one() throws IOException {
    String replies =
        stand.exactly(
            "GET /auth/whoami HTTP/1.1\r\n" + ALICE + "Connection: close\r\n\r\n" + SMUGGLED);

    assertThat(replies).startsWith("HTTP/1.1 200 ").doesNotContain("added_memories");
  }

  @Test
  void nothing_behind_a_body_that_is_not_read_is_a_request() throws IOException {
    String replies =
        stand.exactly(
            "POST /memories HTTP/1.1\r\n"
                + ALICE
                + "Content-Length: "
                + (Stand.MAX_BODY + 1)
                + "\r\n\r\n"
                + "x".repeat(Stand.MAX_BODY + 1)
                + SMUGGLED);

    assertThat(replies).startsWith("HTTP/1.1 413 ").doesNotContain("added_memories");
  }

  @Test
  void trailers_are_not_header_fields() throws IOException {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    String trailers =
        "X-API-Key: key-alice\r\nAuthorization: Bearer key-alice\r\nHost: evil\r\n"
            + "Content-Length: 500\r\nTransfer-Encoding: chunked\r\nExpect: x\r\n";
    String chunks = chunk(body).replace("0\r\n\r\n", "0\r\n" + trailers + "\r\n");
    try (RawClient client = stand.connect()) {
      client
          .send("POST /memories HTTP/1.1\nHost: localhost\nX-API-Key: wrong\n")
          .sendExactly(chunks);

      assertThat(client.read().status()).isEqualTo(401);
    }
    try (RawClient client = stand.connect()) {
      client
          .send("POST /auth/keys HTTP/1.1\n" + Stand.ALICE.replace("key-alice", "key-bob"))
          .sendExactly(chunks)
          .send("GET /auth/whoami HTTP/1.1\nHost: localhost\n\n");

      assertThat(client.read().status()).isEqualTo(422);
      assertThat(client.read().status()).isEqualTo(401);
    }
  }

  @Test
  void chunk_extensions_mean_nothing() throws IOException {
    try (RawClient client = stand.connect()) {
      client
          .send("POST /memories/search HTTP/1.1\n" + Stand.ALICE)
          .send("Transfer-Encoding: chunked\n\n")
          .send("d;a=b;c=\"d\"\n{\"query\":\"x\"}\n0;last\n\n");

      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void an_old_client_gets_its_reply_and_no_more() throws IOException {
    String good = "GET /auth/whoami HTTP/1.0\r\n" + ALICE + "\r\n";
    String chunked = "POST /memories HTTP/1.0\r\n" + ALICE + chunk("{}");

    assertThat(stand.exactly(good + SMUGGLED)).startsWith("HTTP/1.0 200 ").doesNotContain("added");
    assertThat(stand.exactly(chunked + SMUGGLED)).startsWith("HTTP/1.1 400 ");
  }

  private static String length(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String chunk(String body) {
    String size = Integer.toHexString(body.length());
    return "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n" + body + "\r\n0\r\n\r\n";
  }

  private static void refuses(int status, String request) throws IOException {
    String replies = stand.exactly(request + SMUGGLED);

    assertThat(replies).startsWith("HTTP/1.1 " + status + " ");
    assertThat(replies.split("HTTP/1\\.1 [2-5]", -1)).as(replies).hasSize(2);
    assertThat(replies.toLowerCase(Locale.ROOT)).contains("connection: close\r\n");
  }

  private static String raw(String written) {
    return written.translateEscapes();
  }
}
