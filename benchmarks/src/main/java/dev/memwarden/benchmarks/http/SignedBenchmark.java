package dev.memwarden.benchmarks.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memwarden.benchmarks.HttpConnection;
import dev.memwarden.benchmarks.Latencies;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/// How long one client waits for `GET /auth/whoami` with a key alone, and with one that demands
/// signatures (RFC 9421); in turns, and without the time that signing takes.
///
/// Options: `--server`; `--key`; `--signed`, the key that demands them; `--private`, the PEM file
/// of the half that signs; `--requests` of each, of which a fifth more warm up.
public final class SignedBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SignedBenchmark() {}

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    Options options =
        Options.of(
            arguments,
            Map.of("server", "", "key", "", "signed", "", "private", "", "requests", "2000"));
    URI server = URI.create(options.text("server"));
    PrivateKey signer = signer(Files.readString(options.path("private")));
    String signed = options.text("signed");
    int requests = options.number("requests");
    Latencies alone = new Latencies();
    Latencies bearing = new Latencies();
    try (var connection = new HttpConnection(server, PATIENCE)) {
      byte[] plain = connection.request("GET", "/auth/whoami", options.text("key"), "");
      for (int i = -requests / 5; i < requests; i++) {
        long first = ask(connection, plain);
        long second = ask(connection, bearing(server, signed, signer, i));
        if (i >= 0) {
          alone.add(first);
          bearing.add(second);
        }
      }
    }
    Table table = new Table("whoami with", "requests", "p50 ms", "p99 ms");
    table.row("own key", Integer.toString(requests), alone.millis(50), alone.millis(99));
    table.row("signed request", Integer.toString(requests), bearing.millis(50), bearing.millis(99));
    table.print(System.out);
  }

  private static long ask(HttpConnection connection, byte[] request) throws IOException {
    long begin = System.nanoTime();
    int status = connection.exchange(request);
    long time = System.nanoTime() - begin;
    if (status != 200) {
      throw new IllegalStateException("status " + status);
    }
    return time;
  }

  private static PrivateKey signer(String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static byte[] bearing(URI server, String key, PrivateKey signer, int number)
      throws GeneralSecurityException {
    String input =
        "(\"@method\" \"@target-uri\");created=%d;nonce=\"n%d\";keyid=\"%s\""
            .formatted(
                Instant.now().getEpochSecond(),
                number,
                key.substring("sks-".length(), key.indexOf('_')));
    String base =
        "\"@method\": GET\n\"@target-uri\": %s/auth/whoami\n\"@signature-params\": %s"
            .formatted(server, input);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(signer);
    signature.update(base.getBytes(US_ASCII));
    return ("GET /auth/whoami HTTP/1.1\r\nHost: %s\r\nX-API-Key: %s\r\nSignature-Input: sig=%s\r\n"
            + "Signature: sig=:%s:\r\n\r\n")
        .formatted(
            server.getAuthority(), key, input, Base64.getEncoder().encodeToString(signature.sign()))
        .getBytes(US_ASCII);
  }
}
