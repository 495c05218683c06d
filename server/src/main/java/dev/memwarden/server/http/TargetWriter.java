package dev.memwarden.server.http;

import dev.memwarden.server.http.Wire.Encoded;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Writes path and query of a request.
public final class TargetWriter {
  private final StringBuilder text;
  private char separator = '?';

  private TargetWriter(String path) {
    this.text = new StringBuilder(path);
  }

  /// A fixed path.
  public static TargetWriter of(String path) {
    return new TargetWriter(path);
  }

  /// A path that ends in a value.
  public static TargetWriter of(String path, String value) {
    return new TargetWriter("").then(path, value);
  }

  /// With more of the path.
  public TargetWriter then(String path) {
    text.append(path);
    return this;
  }

  /// With more of the path, which ends in a value.
  public TargetWriter then(String path, String value) {
    return then(path + "/" + encoded(value));
  }

  /// With a query parameter, if there is a value.
  public TargetWriter with(String name, Optional<?> value) {
    value.ifPresent(given -> {
      text.append(separator).append(name).append('=').append(encoded(given.toString()));
      separator = '&';
    });
    return this;
  }

  /// The request without a body.
  public Encoded encoded() {
    return new Encoded(text.toString(), Body.EMPTY);
  }

  /// The request with a JSON body.
  public Encoded encoded(JsonNode body) {
    return new Encoded(text.toString(), Body.of(Json.write(body)));
  }

  // Form encoding is percent encoding but for the space and the star.
  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
