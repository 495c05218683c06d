package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.server.http.RawClient.Response;
import dev.memwarden.server.tls.CertificateFiles;
import dev.memwarden.server.tls.CertificateMaker;
import dev.memwarden.server.tls.CertificateMaker.Made;
import dev.memwarden.server.tls.TlsEngines;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A listener that encrypts, as clients see it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsServerTest {
  private static final String OPEN = "GET /open HTTP/1.1\nHost: x\n\n";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int PATIENCE_MILLIS = 10_000;

  private static final CertificateMaker MAKER = new CertificateMaker();
  private static final SSLContext CLIENT = MAKER.trusting();

  @TempDir Path folder;
  private final Made made = MAKER.make();
  private TlsEngines engines;
  private HttpServer server;
  private int port;

  @BeforeEach
  void start() {
    start(HttpLimits.DEFAULT);
  }

  private void start(HttpLimits limits) {
    CertificateFiles files = made.in(folder);
    engines = TlsEngines.open(files, InstantSource.system());
    server =
        new HttpServer(
            new HttpConfig("127.0.0.1", 0, limits).encrypting(engines), new Toy().pipeline());
    port = server.start();
  }

  @AfterEach
  void it_still_serves_and_stops() {
    awaitServed();
    server.stop(Duration.ofSeconds(1));
  }

  @Test
  void a_client_that_verifies_gets_its_reply_by_http_1_1()
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(CLIENT).build()) {
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/self"))
                  .header("X-API-Key", "key-alice")
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(reply.body()).isEqualTo("user:alice loop");
      assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(reply.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(reply.headers().map()).doesNotContainKey("strict-transport-security");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requests_and_replies_of_any_size_come_through(String protocol) throws IOException {
    try (RawClient client = connect(protocol)) {
      client.send(OPEN.repeat(3) + "GET /letters/1000000 HTTP/1.1\nHost: x\n\n");
      for (int i = 0; i < 3; i++) {
        assertThat(client.read().status()).isEqualTo(200);
      }
      assertThat(client.read().body()).hasSize(1_000_000);

      client.send(post("key-alice", 1_000_000) + "x".repeat(1_000_000));
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whoever_is_refused_before_all_was_read_learns_why(String protocol) throws IOException {
    try (RawClient client = connect(protocol)) {
      client.send(post("wrong", 90_000) + "x".repeat(90_000));

      Response refused = client.read();
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.has("Connection: close")).isTrue();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /open HTTP/1.1\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "SSH-2.0-x\r\n",
      })
  void whatever_is_no_tls_is_closed_without_a_reply(String plain) throws IOException {
    try (RawClient client = new RawClient(port)) {
      assertThat(client.sendExactly(plain).readAll()).doesNotContain("HTTP");
    }
  }

  // What the JDK's client does not send any more, so each is written out: version, suites.
  @ParameterizedTest
  @CsvSource({"0300, 002f0035", "0301, c013c009002f", "0302, c013c009002f", "0303, 002f009c"})
  void old_versions_and_suites_get_an_alert(String version, String suites) throws IOException {
    String body =
        version
            + "00".repeat(32)
            + "00"
            + HexFormat.of().toHexDigits((short) (suites.length() / 2))
            + suites
            + "0100";
    String hello =
        "160301"
            + HexFormat.of().toHexDigits((short) (body.length() / 2 + 4))
            + "0100"
            + HexFormat.of().toHexDigits((short) (body.length() / 2))
            + body;
    String bytes = new String(HexFormat.of().parseHex(hello), StandardCharsets.ISO_8859_1);
    try (RawClient client = new RawClient(port)) {
      String reply = client.sendExactly(bytes).readAll();

      assertThat(HexFormat.of().formatHex(reply.getBytes(StandardCharsets.ISO_8859_1)))
          .as("a fatal alert: protocol_version or handshake_failure")
          .matches("1503..000202(46|28)");
    }
  }

  @Test
  void a_second_handshake_ends_the_connection() throws IOException {
    SSLSocket socket = socket("TLSv1.2");
    try (RawClient client = new RawClient(socket)) {
      assertThat(client.send(OPEN).read().status()).isEqualTo(200);

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                var _ = client.send(OPEN).read();
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void new_keys_within_a_connection_do_not() throws IOException {
    SSLSocket socket = socket("TLSv1.3");
    try (RawClient client = new RawClient(socket)) {
      assertThat(client.send(OPEN).read().status()).isEqualTo(200);
      socket.startHandshake(); // an update of keys (RFC 8446 §4.6.3)
      assertThat(client.send(OPEN).read().status()).isEqualTo(200);
    }
  }

  // Attacks 4.9: neither name decides anything.
  @ParameterizedTest
  @CsvSource({"localhost,localhost", "localhost,other.test", "other.test,localhost"})
  void nothing_depends_on_the_name_that_a_client_asked_for(String asked, String host)
      throws IOException {
    SSLSocket socket = plain();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(asked)));
    socket.setSSLParameters(parameters);
    try (RawClient client = new RawClient(socket)) {
      client.send("GET /self HTTP/1.1\nHost: " + host + "\nX-API-Key: key-alice\n\n");

      assertThat(client.read().body()).isEqualTo("user:alice loop");
      assertThat(serial(socket)).isEqualTo(made.serial());
    }
  }

  @Test
  void a_new_certificate_is_shown_to_new_connections_while_old_ones_go_on() throws IOException {
    Made next = MAKER.make();
    SSLSocket old = socket("TLSv1.3");
    try (RawClient before = new RawClient(old)) {
      assertThat(before.send(OPEN).read().status()).isEqualTo(200);
      var _ = next.in(folder);
      engines.refresh();

      SSLSocket young = socket("TLSv1.3");
      try (RawClient after = new RawClient(young)) {
        assertThat(after.send(OPEN).read().status()).isEqualTo(200);
      }
      assertThat(before.send(OPEN).read().status()).isEqualTo(200);
      assertThat(List.of(serial(old), serial(young))).containsExactly(made.serial(), next.serial());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "160301", "16030100c8010000c40303"})
  void a_handshake_that_does_not_go_on_ends_at_the_deadline_for_heads(String bytes)
      throws IOException {
    restart(HttpLimits.DEFAULT.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10)));
    try (RawClient slow = new RawClient(port)) {
      slow.sendExactly(new String(HexFormat.of().parseHex(bytes), StandardCharsets.ISO_8859_1));

      assertThat(slow.readAll()).doesNotContain("HTTP");
    }
  }

  @Test
  void a_head_that_does_not_come_after_the_handshake_ends_at_it_too() throws IOException {
    // Long enough for two clients to shake hands on a busy machine.
    restart(HttpLimits.DEFAULT.withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(10)));
    try (RawClient silent = connect();
        RawClient slow = connect()) {
      slow.send("GET /open HTTP/1.1\nHo");

      assertThat(silent.isClosed()).isTrue();
      assertThat(slow.read().status()).isEqualTo(408);
    }
  }

  @Test
  void who_has_not_shaken_hands_counts_as_a_connection() throws IOException {
    restart(HttpLimits.DEFAULT.withConnections(9, 1));
    try (Socket silent = new Socket(LOOPBACK, port)) {
      assertThat(silent.isConnected()).isTrue();
      while (isServed()) {
        Thread.onSpinWait(); // it may have been faster
      }
    }
    awaitServed();
  }

  private void awaitServed() {
    while (!isServed()) {
      Thread.onSpinWait();
    }
  }

  private void restart(HttpLimits limits) {
    server.stop(Duration.ofSeconds(1));
    start(limits);
  }

  private boolean isServed() {
    try (RawClient client = connect()) {
      return client.send(OPEN).read().status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private RawClient connect() throws IOException {
    return connect("TLSv1.3");
  }

  private RawClient connect(String protocol) throws IOException {
    return new RawClient(socket(protocol));
  }

  /// A socket that has shaken hands.
  private SSLSocket socket(String protocol) throws IOException {
    SSLSocket socket = plain();
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private SSLSocket plain() throws IOException {
    SSLSocket socket = (SSLSocket) CLIENT.getSocketFactory().createSocket(LOOPBACK, port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static BigInteger serial(SSLSocket socket) throws IOException {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
  }

  private static String post(String key, int length) {
    return "POST /notes/alice HTTP/1.1\nHost: x\nX-API-Key: "
        + key
        + "\nContent-Length: "
        + length
        + "\n\n";
  }
}
