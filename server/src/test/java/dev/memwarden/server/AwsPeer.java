package dev.memwarden.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Speaks the part of AWS Secrets Manager that reads a secret, and believes no signature that it
/// has not made itself.
final class AwsPeer implements AutoCloseable {
  static final String KEY_ID = "AKIDEXAMPLE";
  static final String KEY = "canary+aws/secret+access+key";
  static final String SESSION = "canary-session-token";
  static final String REGION = "eu-central-1";
  static final String TIME = "20261122T120000Z";

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential="
              + KEY_ID
              + "/20261122/"
              + REGION
              + "/secretsmanager/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

  /// What was asked for.
  final List<String> asked = new CopyOnWriteArrayList<>();

  /// Session tokens that came with requests.
  final List<String> sessions = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final Map<String, String> secrets;

  /// @param secrets what `SecretString` is, as JSON, by id
  AwsPeer(Map<String, String> secrets) throws IOException {
    this.secrets = secrets;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    asked.add(new String(request, StandardCharsets.UTF_8));
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"))
        .ifPresent(sessions::add);
    if (!isSigned(exchange, request)) {
      send(exchange, 400, error("InvalidSignatureException"));
      return;
    }
    String id = asked.getLast().replaceAll("\\{\"SecretId\":\"(.*)\"}", "$1");
    String secret = secrets.get(id);
    if (secret == null) {
      send(exchange, 400, error("ResourceNotFoundException"));
    } else {
      send(exchange, 200, "{\"ARN\":\"arn\",\"Name\":\"n\",\"VersionId\":\"v\"," + secret + "}");
    }
  }

  // What AWS says beside the kind of error is none of a log's business.
  private static String error(String kind) {
    return "{\"__type\":\"com.amazonaws#" + kind + "\",\"Message\":\"canary of AWS\"}";
  }

  private static boolean isSigned(HttpExchange exchange, byte[] body) {
    var fields = exchange.getRequestHeaders();
    Matcher parts = AUTHORIZATION.matcher(String.valueOf(fields.getFirst("Authorization")));
    if (!parts.matches()
        || !exchange.getRequestMethod().equals("POST")
        || !TIME.equals(fields.getFirst("X-Amz-Date"))
        || !"secretsmanager.GetSecretValue".equals(fields.getFirst("X-Amz-Target"))
        || !"application/x-amz-json-1.1".equals(fields.getFirst("Content-Type"))
        || !List.of(parts.group(1).split(";")).containsAll(List.of("host", "x-amz-date"))) {
      return false;
    }
    StringBuilder canonical = new StringBuilder("POST\n/\n\n");
    for (String name : parts.group(1).split(";")) {
      canonical.append(name).append(':').append(fields.getFirst(name)).append('\n');
    }
    canonical.append('\n').append(parts.group(1)).append('\n').append(hex(digest(body)));
    String scope = "20261122/" + REGION + "/secretsmanager/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + TIME
            + "\n"
            + scope
            + "\n"
            + hex(digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + KEY).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return hex(hmac(key, toSign)).equals(parts.group(2));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
