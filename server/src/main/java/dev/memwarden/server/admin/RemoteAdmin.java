package dev.memwarden.server.admin;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import dev.memwarden.server.own.ProblemReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import tools.jackson.databind.JsonNode;

/// Asks a server elsewhere, over HTTP and with a key, what [ControlClient] asks the one here. The
/// key goes to the address that was named and nowhere else: no redirect is followed.
public final class RemoteAdmin implements Admin, AutoCloseable {

  /// How long the connection, and then the reply, may take.
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private static final Duration ANSWERING = Duration.ofSeconds(60);

  /// As for [ControlClient].
  private static final int MAX_REPLY = 256 << 20;

  private final RemoteServer server;
  private final Secret key;
  private final HttpClient client;

  private RemoteAdmin(RemoteServer server, Secret key, HttpClient client) {
    this.server = server;
    this.key = key;
    this.client = client;
  }

  /// One that asks `server`.
  ///
  /// @param key an API key or token
  /// @param authorities certificates (PEM) of the only ones that may vouch for the server; empty
  ///   for those that Java trusts
  /// @throws IllegalArgumentException if the key can be none, or there is no certificate
  public static RemoteAdmin of(RemoteServer server, Secret key, Optional<String> authorities) {
    if (!key.revealText().matches("[!-~]+")) {
      throw new IllegalArgumentException("that is no key");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING);
    authorities.map(TrustedAuthorities::of).ifPresent(builder::sslContext);
    return new RemoteAdmin(server, key, builder.build());
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
            .timeout(ANSWERING)
            .header("Authorization", "Bearer " + key.revealText())
            .header("Accept", "application/json, " + ProblemReply.MEDIA_TYPE)
            .header("Content-Type", "application/json")
            .method(request.method().name(), body)
            .build();
    try {
      HttpResponse<InputStream> response = client.send(sent, BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return read(response, in.readNBytes(MAX_REPLY + 1));
      }
    } catch (SSLException e) {
      throw new ControlException(
          "cannot trust the server at " + server + "; --ca names who vouches for it", e);
    } catch (IOException e) {
      throw new ControlException("the server at " + server + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted", e);
    }
  }

  private AdminReply read(HttpResponse<?> response, byte[] body) {
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
    if (body.length <= MAX_REPLY
        && Json.parse(body) instanceof Parsed.Value(JsonNode document)
        && problem == (status >= 300)) {
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
