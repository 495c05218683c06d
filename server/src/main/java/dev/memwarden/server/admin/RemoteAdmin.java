package dev.memwarden.server.admin;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.own.ProblemReply;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import tools.jackson.databind.JsonNode;

/// Asks a server elsewhere, over HTTP and with a key, what [ControlClient] asks the one here. The
/// key goes to the address that was named and nowhere else: no redirect is followed.
public final class RemoteAdmin implements Admin, AutoCloseable {

  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /// How long a whole reply may take.
  ///
  /// @param usual of most requests
  /// @param working of those that go over as much as there is: a check of the whole audit log, and
  ///   the removal of all memory of a user
  record Patience(Duration usual, Duration working) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(60), Duration.ofHours(2));

    Duration with(AdminRequest request) {
      boolean works =
          request.path().equals(AuditRoutes.VERIFY) || request.path().endsWith(UserRoutes.DELETE);
      return works ? working : usual;
    }
  }

  /// As for [ControlClient].
  private static final int MAX_REPLY = 256 << 20;

  private final RemoteServer server;
  private final Secret key;
  private final HttpClient client;
  private final Patience patience;

  private RemoteAdmin(RemoteServer server, Secret key, HttpClient client, Patience patience) {
    this.server = server;
    this.key = key;
    this.client = client;
    this.patience = patience;
  }

  /// One that asks `server`.
  ///
  /// @param key an API key or token
  /// @param authorities certificates (PEM) of the only ones that may vouch for the server; empty
  ///   for those that Java trusts
  /// @throws IllegalArgumentException if the key can be none, or there is no certificate
  public static RemoteAdmin of(RemoteServer server, Secret key, Optional<String> authorities) {
    return of(server, key, authorities, Patience.DEFAULT);
  }

  static RemoteAdmin of(
      RemoteServer server, Secret key, Optional<String> authorities, Patience patience) {
    if (!key.revealText().matches("[!-~]+")) {
      throw new IllegalArgumentException("that is no key");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING);
    authorities.map(TrustedAuthorities::of).ifPresent(builder::sslContext);
    return new RemoteAdmin(server, key, builder.build(), patience);
  }

  /// The tenant is the key's, whatever the request says.
  @Override
  public AdminReply ask(AdminRequest request) {
    BodyPublisher body =
        request
            .body()
            .map(document -> BodyPublishers.ofByteArray(Json.write(document)))
            .orElseGet(BodyPublishers::noBody);
    HttpRequest sent =
        HttpRequest.newBuilder(server.at(request.path() + query(request.query())))
            .header("Authorization", "Bearer " + key.revealText())
            .header("Accept", "application/json, " + ProblemReply.MEDIA_TYPE)
            .header("Content-Type", "application/json")
            .method(request.method().name(), body)
            .build();
    // A time limit of the request itself would end with the head of the reply.
    var reply =
        client.sendAsync(sent, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_REPLY));
    Duration most = patience.with(request);
    try {
      return read(reply.get(most.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new ControlException(
          "the server at " + server + " has not answered in " + most.toSeconds() + " seconds", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted", e);
    } finally {
      boolean _ = reply.cancel(true); // and the connection ends, if it is not over
    }
  }

  private ControlException failure(ExecutionException e) {
    return e.getCause() instanceof SSLException cause
        ? new ControlException(
            "cannot trust the server at " + server + "; --ca names who vouches for it", cause)
        : new ControlException("the server at " + server + " does not answer", e);
  }

  private AdminReply read(HttpResponse<byte[]> response) {
    byte[] body = response.body();
    int status = response.statusCode();
    if (status / 100 == 3) {
      throw new ControlException(
          "the server at " + server + " sends elsewhere; name the address itself");
    }
    boolean problem =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(ProblemReply.MEDIA_TYPE::equals)
            .isPresent();
    if (status == 404 && !problem) {
      throw new ControlException(
          "the server at " + server + " is not administered over the network");
    }
    if (Json.parse(body) instanceof Parsed.Value(JsonNode document) && problem == (status >= 300)) {
      return new AdminReply(status, document);
    }
    throw new ControlException(
        "the server at " + server + " does not answer as this one would: status " + status);
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(one ->
                AdminRequest.segment(one.getKey()) + "=" + AdminRequest.segment(one.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  @Override
  public void close() {
    client.close();
  }
}
