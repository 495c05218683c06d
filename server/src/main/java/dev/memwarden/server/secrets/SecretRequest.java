package dev.memwarden.server.secrets;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// One request to whoever keeps a secret: bounded in time and size, and without redirects, which
/// would take a token to somebody else.
final class SecretRequest {
  /// How long an answer may take in all.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long MAX_ANSWER = 1 << 20;

  /// An answer.
  ///
  /// @param body a JSON document; a missing one if it is none
  record Answer(int status, JsonNode body) {}

  private SecretRequest() {}

  /// Sends `request`.
  ///
  /// @param whom to name if there is no answer
  static Answer send(HttpRequest request, String whom) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      CompletableFuture<HttpResponse<byte[]>> coming =
          client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
      try {
        HttpResponse<byte[]> response = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return new Answer(response.statusCode(), parsed(response.body()));
      } catch (TimeoutException _) {
        throw new SecretUnavailableException(whom + " does not answer");
      } catch (ExecutionException e) {
        // Its class says enough; a message could repeat a header field.
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new SecretUnavailableException(
            whom + " cannot be reached (" + cause.getClass().getSimpleName() + ")");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new SecretUnavailableException("the start was interrupted");
      } finally {
        client.shutdownNow();
      }
    }
  }

  private static JsonNode parsed(byte[] body) {
    return switch (Json.parse(body)) {
      case Parsed.Value(JsonNode node) -> node;
      case Parsed.Invalid _ -> Json.object().path("nothing");
    };
  }
}
