package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An identity provider on loopback, with whatever documents a test gives it.
public final class HttpIssuer implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /// What stands at a path.
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public HttpIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// A key pair under a name.
  public record Key(String id, KeyPair pair) {
    public static Key make(String id) {
      try {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        return new Key(id, rsa.generateKeyPair());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /// A token of these claims.
    public String sign(String claims) {
      return sign("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + id + "\"}", claims);
    }

    /// The same with another header.
    public String sign(String header, String claims) {
      String signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
      try {
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(signed.getBytes(UTF_8));
        return signed + "." + encode(signer.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /// The document that publishes it alone.
    public String set() {
      return set("");
    }

    /// The same beside `others`, which begin with a comma if there are any.
    public String set(String others) {
      RSAPublicKey key = (RSAPublicKey) pair.getPublic();
      return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}%s]}"
          .formatted(id, number(key.getModulus()), number(key.getPublicExponent()), others);
    }

    private static String number(BigInteger number) {
      byte[] bytes = number.toByteArray();
      return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encode(byte[] bytes) {
      return BASE64.encodeToString(bytes);
    }
  }

  /// Its name: `http://127.0.0.1:port/path`.
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// Publishes `document` at `path`.
  public void publish(String path, String document) {
    at(path, exchange -> send(exchange, 200, document));
  }

  /// Publishes a discovery document that leads to `keys`, and says it is `issuer`'s.
  public void discover(String issuer, String keys) {
    publish(DISCOVERY, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}");
  }

  /// Answers at `path` in another way.
  public void at(String path, Answer answer) {
    answers.put(path, answer);
  }

  /// Everything fails from now on.
  public void breakDown() {
    answers.replaceAll((_, _) -> exchange -> send(exchange, 500, "broken"));
  }

  /// The paths that were asked for.
  public List<String> asked() {
    return asked;
  }

  public static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    try (exchange) {
      answers.getOrDefault(path, other -> send(other, 404, "")).to(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
