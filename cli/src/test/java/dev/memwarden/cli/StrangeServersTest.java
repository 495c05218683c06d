package dev.memwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.memwarden.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are none of ours, or that nobody vouches for, when a command asks them.
class StrangeServersTest {
  private static final String NO_KEYS = "{\"keys\":[],\"next\":null}";
  private static final char[] PASSWORD = "only for this test".toCharArray();

  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private CommandLineFixture line;

  @BeforeEach
  void prepare() {
    line = new CommandLineFixture(folder);
    line.environment.put("MEMWARDEN_KEY", "sks-secret");
  }

  private static InetSocketAddress free() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private Result list(HttpServer server, String scheme, String... more) {
    String[] args = new String[4 + more.length];
    System.arraycopy(new String[] {"key", "list", "--url"}, 0, args, 0, 3);
    args[3] = scheme + "://127.0.0.1:" + server.getAddress().getPort();
    System.arraycopy(more, 0, args, 4, more.length);
    return line.run(args);
  }

  private void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.getBytes(UTF_8).length);
    if (!body.isEmpty()) {
      exchange.getResponseBody().write(body.getBytes(UTF_8));
    }
    exchange.close();
  }

  @Test
  void a_redirect_takes_the_key_nowhere() throws IOException {
    HttpServer server = HttpServer.create(free(), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/stolen");
          answer(exchange, 307, "text/plain", "");
        });
    server.start();
    try {
      Result result = list(server, "http");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("sends elsewhere");
      assertThat(asked).containsExactly("/admin/v1/keys?limit=1000 Bearer sks-secret");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void what_answers_otherwise_is_not_believed() throws IOException {
    HttpServer server = HttpServer.create(free(), 0);
    server.createContext("/", exchange -> answer(exchange, 200, "text/html", "<p>Hello"));
    server.start();
    try {
      Result result = list(server, "http");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("does not answer as this one would: status 200");
    } finally {
      server.stop(0);
    }
    assertThat(list(server, "http").err()).contains("does not answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"next\":\"again\"}"})
  void what_is_no_page_of_a_list_is_not_taken_for_an_empty_one(String body) throws IOException {
    HttpServer server = HttpServer.create(free(), 0);
    server.createContext("/", exchange -> answer(exchange, 200, "application/json", body));
    server.start();
    try {
      Result result = list(server, "http");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("does not answer as this one would");
      assertThat(asked).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void only_a_server_that_somebody_vouches_for_gets_the_key()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("server.p12");
    keytool(
        store,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=test",
        "-ext",
        "san=ip:127.0.0.1",
        "-ext",
        "bc=ca:true",
        "-validity",
        "2");
    keytool(store, "-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    Files.writeString(folder.resolve("empty.pem"), "nothing");
    HttpsServer server = HttpsServer.create(free(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
    server.createContext("/", exchange -> answer(exchange, 200, "application/json", NO_KEYS));
    server.start();
    try {
      Result unknown = list(server, "https");
      assertThat(unknown.code()).isEqualTo(1);
      assertThat(unknown.err()).contains("cannot trust the server").contains("--ca");
      assertThat(asked).isEmpty();

      assertThat(list(server, "https", "--ca", "empty.pem").err()).contains("certificate");
      Result known = list(server, "https", "--ca", "ca.pem");
      assertThat(known.code()).as(known.err()).isZero();
      assertThat(asked).containsExactly("/admin/v1/keys?limit=1000 Bearer sks-secret");
    } finally {
      server.stop(0);
    }
  }

  private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Path store, String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(what));
    command.addAll(
        List.of(
            "-alias",
            "server",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
