package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Network;
import dev.memwarden.server.http.RawClient.Response;
import dev.memwarden.server.tls.CertificateMaker;
import dev.memwarden.server.tls.TlsEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `http.require-tls` does to requests and replies; [TransportRuleTest] has the cases.
class RequiredTlsTest {
  private static final String PROMISE = "Strict-Transport-Security: max-age=31536000";
  private static final String OPEN = "GET /open HTTP/1.1\nHost: x\n";

  @TempDir Path folder;
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(Duration.ofSeconds(1));
  }

  @Test
  void every_reply_of_a_listener_that_encrypts_promises_it() throws IOException {
    CertificateMaker maker = new CertificateMaker();
    TlsEngines engines = TlsEngines.open(maker.make().in(folder), InstantSource.system());
    int port = start(HttpConfig.local(0).encrypting(engines).requiringTls());

    for (String request : List.of(OPEN + "\n", "GET /self HTTP/1.1\nHost: x\n\n", "nonsense\n\n")) {
      var socket =
          maker
              .trusting()
              .getSocketFactory()
              .createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
      try (RawClient client = new RawClient(socket)) {
        assertThat(client.send(request).read().has(PROMISE)).as(request).isTrue();
      }
    }
  }

  @Test
  void a_proxy_says_for_each_request_how_it_came() throws IOException {
    int port = start(HttpConfig.local(0).requiringTls());
    try (RawClient proxy = new RawClient(port)) {
      Response encrypted = proxy.send(OPEN + "X-Forwarded-Proto: https\n\n").read();
      assertThat(encrypted.status()).isEqualTo(200);
      assertThat(encrypted.has(PROMISE)).isTrue();

      Response local = proxy.send(OPEN + "\n").read();
      assertThat(local.status()).isEqualTo(200);
      assertThat(local.head()).doesNotContain("Strict-Transport-Security");

      Response plain = proxy.send(OPEN + "X-Forwarded-Proto: http\n\n").read();
      assertThat(plain.status()).isEqualTo(403);
      assertThat(plain.body()).isEqualTo("{\"toy\":\"This server is reached by https only\"}");
      assertThat(plain.head()).doesNotContain("Strict-Transport-Security");
      assertThat(proxy.isClosed()).isTrue();
    }
  }

  @Test
  void the_credential_of_a_request_in_the_clear_is_not_even_judged() throws IOException {
    int port = start(HttpConfig.local(0).requiringTls());
    for (String key : List.of("key-alice", "wrong", "down")) {
      try (RawClient proxy = new RawClient(port)) {
        proxy.send("GET /self HTTP/1.1\nHost: x\nX-Forwarded-Proto: http\nX-API-Key: " + key);

        assertThat(proxy.send("\n\n").read().status()).isEqualTo(403);
      }
    }
  }

  private int start(HttpConfig config) {
    TrustedProxies proxies = new TrustedProxies(List.of(Network.parse("127.0.0.0/8")));
    server = new HttpServer(config, new Toy().pipeline(new PipelineConfig(100, proxies, false)));
    return server.start();
  }
}
