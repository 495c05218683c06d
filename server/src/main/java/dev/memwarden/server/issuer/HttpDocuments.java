package dev.memwarden.server.issuer;

import dev.memwarden.auth.token.IssuerDocuments;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Gets documents over HTTP. No redirect is followed: an issuer that moved is configured anew.
final class HttpDocuments implements IssuerDocuments, AutoCloseable {

  /// Largest document, in bytes; real ones have some thousands.
  static final int MAX_LENGTH = 256 * 1024;

  /// How long all of it may take.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Duration patience;
  private @Nullable HttpClient client; // made when it is needed; guarded by this

  HttpDocuments() {
    this(PATIENCE);
  }

  HttpDocuments(Duration patience) {
    this.patience = patience;
  }

  @Override
  public Answer get(URI address, URI near) {
    Optional<String> objection = Reachable.objection(address, near);
    if (objection.isPresent()) {
      return new Answer.Failed("its address " + objection.get());
    }
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "application/json").GET().build();
    CompletableFuture<HttpResponse<byte[]>> coming =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_LENGTH));
    try {
      return answer(coming.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      coming.cancel(true);
      return new Answer.Failed("no whole answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException _) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.Failed("interrupted");
    } catch (ExecutionException e) {
      return new Answer.Failed(String.valueOf(e.getCause()));
    }
  }

  // Making one reads the certificates of the JDK, which most starts need not wait for.
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT)
              .build();
      client = made;
    }
    return made;
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return switch (response.statusCode()) {
      case 200 -> new Answer.Document(response.body());
      case 404, 410 -> new Answer.Absent();
      case 301, 302, 303, 307, 308 -> new Answer.Failed("a redirect, which is not followed");
      default -> new Answer.Failed("status " + response.statusCode());
    };
  }

  @Override
  public synchronized void close() {
    HttpClient made = client;
    if (made != null) {
      made.shutdownNow();
    }
  }
}
