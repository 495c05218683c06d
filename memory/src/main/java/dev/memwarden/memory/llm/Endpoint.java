package dev.memwarden.memory.llm;

import dev.memwarden.auth.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Where an OpenAI-compatible API is.
///
/// @param baseUrl what `/chat/completions` is appended to, such as `https://api.openai.com/v1`
/// @param apiKey sent as a bearer token; empty for endpoints that need none
/// @param model name of the model there
public record Endpoint(URI baseUrl, Optional<Secret> apiKey, String model) {

  /// An endpoint as an operator wrote it down.
  ///
  /// @param plainHttpAllowed whether `http` is good for other addresses than loopback ones: keys
  ///   and memories then cross the network in the clear
  /// @throws IllegalArgumentException if the URL is none that may be used; the message never
  ///   repeats it, since it may carry a password
  public static Endpoint of(
      String baseUrl, Optional<Secret> apiKey, String model, boolean plainHttpAllowed) {
    URI url;
    try {
      url = new URI(baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("must be a URL such as https://api.openai.com/v1");
    }
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = Optional.ofNullable(url.getHost()).orElse("");
    if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("must be an http or https URL with a host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException("must have no user, query or fragment");
    }
    if (scheme.equals("http") && !plainHttpAllowed && !isLoopback(host)) {
      throw new IllegalArgumentException("must be https, unless the host is a loopback address");
    }
    if (apiKey.isPresent() && !apiKey.get().reveal(Endpoint::fitsInHeader)) {
      throw new IllegalArgumentException("needs a key of visible ASCII characters");
    }
    if (model.isBlank()) {
      throw new IllegalArgumentException("needs the name of a model");
    }
    return new Endpoint(url, apiKey, model);
  }

  // By text alone: what a name resolves to today may be another address tomorrow.
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(?:\\.[0-9]{1,3}){3}");
  }

  // Whoever builds a header of anything else repeats it in the exception.
  private static boolean fitsInHeader(byte[] key) {
    for (byte b : key) {
      if (b <= ' ' || b > '~') {
        return false;
      }
    }
    return key.length > 0;
  }

  @Override
  public String toString() {
    return "Endpoint[" + baseUrl + " " + model + "]";
  }
}
