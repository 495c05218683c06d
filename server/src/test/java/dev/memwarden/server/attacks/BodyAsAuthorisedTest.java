package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.http.RawClient;
import dev.memwarden.server.http.RawClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks 4.12, and the bodies of 4.11: JSON that two readers understand differently, or that is
/// more to read than it looks. Each is refused in the shape of its dialect, before anything is
/// done.
class BodyAsAuthorisedTest {
  private static final String GOOD =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"text\"}]," + "\"metadata\":{\"a\":1}}";

  @TempDir static Path folder;
  private static Stand stand;
  private static String keys;

  @BeforeAll
  static void start() throws IOException {
    stand = Stand.in(folder);
    keys = keys();
  }

  @AfterAll
  static void stop() {
    stand.close();
  }

  @AfterEach
  void nothing_was_stored_and_the_server_serves() throws IOException {
    stand.isUnharmed();
    assertThat(keys()).isEqualTo(keys);
  }

  // The text of a whole body, or what stands for 1 in a good one.
  static Stream<Arguments> bodies() {
    return Stream.of(
            of("a name twice", value("1,\"a\":2")),
            of("a name twice, once escaped", value("1,\"\\u0061\":2")),
            of("a name twice, deep inside", value("{\"b\":[{\"c\":1,\"c\":1}]}")),
            of("messages twice", GOOD.replace("}]", "}],\"messages\":[]")),
            of("text after the end", GOOD + "x"),
            of("a second document", GOOD + " {}"),
            of("one bracket more", GOOD + "}"),
            of("one bracket less", GOOD.substring(0, GOOD.length() - 1)),
            of("nothing but a blank", " "),
            of("1e400", value("1e400")),
            of("-1e400", value("-1e400")),
            of("1e2147483648", value("1e2147483648")),
            of("1e-99999999999", value("1e-99999999999")),
            of("a number of 101 digits", value("1".repeat(101))),
            of("a number of 100,000 digits", value("1".repeat(100_000))),
            of("NaN", value("NaN")),
            of("Infinity", value("-Infinity")),
            of("a leading zero", value("01")),
            of("a plus", value("+1")),
            of("hexadecimal", value("0x1")),
            of("a bare point", value("1.")),
            of("True", value("True")),
            of("a comma at the end", value("[1,]")),
            of("a comment", value("1/* x */")),
            of("a name without quotes", GOOD.replace("\"a\"", "a")),
            of("single quotes", GOOD.replace("\"a\"", "'a'")),
            of("half a pair, high", value("\"\\ud800\"")),
            of("half a pair, low", value("\"\\udc00\"")),
            of("a pair in the wrong order", value("\"\\udc00\\ud800\"")),
            of("half a pair in a name", value("1,\"\\ud83d\":1")),
            of("a bare NUL", value("\"\0\"")),
            of("a bare line end", value("\"\n\"")),
            of("a bare control character", value("\"\u0007\"")),
            of("an unknown escape", value("\"\\x41\"")),
            of("a cut escape", value("\"\\u00\"")),
            of("a byte order mark", "\u00ef\u00bb\u00bf" + GOOD),
            of("UTF-16", latin(GOOD, StandardCharsets.UTF_16)),
            of("UTF-16 without mark", latin(GOOD, StandardCharsets.UTF_16LE)),
            of("UTF-32", latin(GOOD, Charset.forName("UTF-32BE"))),
            of("Latin-1", value("\"\u00e4\"")),
            of("an overlong slash", value("\"\u00c0\u00af\"")),
            of("a surrogate in UTF-8", value("\"\u00ed\u00a0\u0080\"")),
            of("beyond Unicode", value("\"\u00f4\u0090\u0080\u0080\"")),
            of("a cut sequence", value("\"\u00e2\u0082\"")),
            of("a stray byte", GOOD + "\u00ff"),
            of("65 levels", value("[".repeat(65) + "]".repeat(65))),
            of("100,000 levels", value("[".repeat(100_000))),
            of("100,000 objects in each other", "{\"a\":".repeat(30_000)))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void what_two_readers_could_read_differently_is_read_by_none(String body) throws IOException {
    Response mem0 = post("POST /memories", body);
    Response own = post("POST /auth/keys", body);

    assertThat(mem0.status()).isEqualTo(422);
    assertThat(mem0.has("Content-Type: application/json")).isTrue();
    assertThat(mem0.body())
        .matches(
            "\\{\"detail\":\\[\\{\"type\":\"json_invalid\",\"loc\":\\[\"body\",[0-9]+],"
                + "\"msg\":\"JSON decode error\",\"input\":\\{}.*");
    assertThat(own.status()).isEqualTo(422);
    assertThat(own.has("Content-Type: application/problem+json")).isTrue();
    assertThat(own.body())
        .startsWith("{\"type\":\"urn:memwarden:problem:malformed\",")
        .contains("\"json_invalid\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PUT /memories", "POST /memories/search", "POST /chat", "POST /auth/keys"})
  void every_route_reads_alike(String route) throws IOException {
    for (String body : new String[] {"{\"a\":1,\"a\":1}", "{}x", "{\"a\":1e400}", "\u00ff"}) {
      Response response = post(route, body);

      assertThat(response.status()).isEqualTo(422);
      assertThat(response.body()).contains("json_invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"text\"", "[]", "[{}]", "true"})
  void a_document_that_is_no_object_is_none(String body) throws IOException {
    assertThat(post("POST /memories", body).status()).isEqualTo(422);
    assertThat(post("POST /auth/keys", body).status()).isEqualTo(422);
  }

  @Test
  void a_nul_in_a_text_is_refused_where_it_would_be_stored() throws IOException {
    Response response = post("POST /memories", GOOD.replace("text", "te\\u0000xt"));

    assertThat(response.status()).isEqualTo(422);
    assertThat(response.body()).contains("value_error").contains("U+0000");
  }

  @Test
  void a_hundred_thousand_names_are_too_much_to_keep_and_no_trouble() throws IOException {
    String names =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(","));

    assertThat(post("POST /memories", value("1," + names)).status()).isEqualTo(422);
    assertThat(post("POST /auth/keys", "{" + names + "}").status()).isEqualTo(422);
  }

  // Names that all fall into one bucket of a naive table.
  @Test
  void names_of_one_hash_are_no_trouble() throws IOException {
    String names =
        IntStream.range(0, 4_096)
            .mapToObj(i ->
                IntStream.range(0, 12)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining()))
            .map(name -> "\"" + name + "\":1")
            .collect(Collectors.joining(","));

    assertThat(post("POST /memories", value("1," + names)).status()).isEqualTo(422);
    assertThat(post("POST /auth/keys", "{" + names + "}").status()).isEqualTo(422);
  }

  @Test
  void a_body_over_the_limit_is_refused_however_it_comes() throws IOException {
    String large = value("\"" + "x".repeat(Stand.MAX_BODY) + "\"");

    for (String route : new String[] {"POST /memories", "POST /auth/keys"}) {
      assertThat(post(route, large).status()).isEqualTo(413);
      try (RawClient client = stand.connect()) {
        client.send(route + " HTTP/1.1\n" + Stand.ALICE + "Transfer-Encoding: chunked\n\n");
        client.sendExactly(Integer.toHexString(large.length()) + "\r\n" + large);
        Response response = client.read();

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body()).contains("\"detail\":\"Request body too large\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "x-gzip", "deflate", "br", "zstd", "compress", "gzip, identity", "GZIP"})
  void a_compressed_body_is_not_unpacked(String coding) throws IOException {
    String packed = gzip(GOOD.replace("text", "x".repeat(100_000)));

    for (String route : new String[] {"POST /memories", "POST /auth/keys"}) {
      Response response = post(route, packed, "Content-Encoding: " + coding + "\n");

      assertThat(response.status()).isEqualTo(415);
      assertThat(response.body())
          .contains("\"detail\":\"The body must come without a content coding\"");
      assertThat(response.body().contains("\"status\":415")).isEqualTo(route.contains("/auth"));
    }
  }

  @Test
  void a_compressed_body_without_a_word_about_it_is_no_json() throws IOException {
    assertThat(post("POST /memories", gzip(GOOD)).status()).isEqualTo(422);
  }

  // Who may not ask is not read at all, so nothing can be learnt from how it is read.
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":1}", "\u00ff", "{}"})
  void a_strangers_body_is_not_read(String body) throws IOException {
    String request = "POST /memories HTTP/1.1\nHost: localhost\nX-API-Key: none\n";
    try (RawClient client = stand.connect()) {
      client.send(request + "Content-Length: " + body.length() + "\n\n").sendExactly(body);

      assertThat(client.read().body()).isEqualTo("{\"detail\":\"Invalid API key\"}");
    }
  }

  @Test
  void the_good_body_that_all_others_are_made_from_is_good() throws IOException {
    assertThat(post("POST /memories", GOOD).status()).isEqualTo(200);
    assertThat(post("POST /memories", GOOD, "Content-Encoding: identity\n").status())
        .isEqualTo(200);
    assertThat(post("POST /memories", value("[".repeat(60) + "]".repeat(60))).status())
        .isEqualTo(200);
    stand.forget();
  }

  private static String keys() throws IOException {
    return stand.ask("GET /auth/keys HTTP/1.1\n" + Stand.ALICE + "\n").body();
  }

  private static Named<String> of(String name, String body) {
    return Named.of(name, body);
  }

  private static String value(String json) {
    return GOOD.replace(":1}", ":" + json + "}");
  }

  /// The bytes, one character for each.
  private static String latin(String text, Charset charset) {
    return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
  }

  private static String gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packer = new GZIPOutputStream(bytes)) {
      packer.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static Response post(String route, String body) throws IOException {
    return post(route, body, "");
  }

  private static Response post(String route, String body, String fields) throws IOException {
    try (RawClient client = stand.connect()) {
      return client
          .send(route + " HTTP/1.1\n" + Stand.ALICE + fields)
          .send("Content-Type: application/json\nContent-Length: " + body.length() + "\n\n")
          .sendExactly(body)
          .read();
    }
  }
}
