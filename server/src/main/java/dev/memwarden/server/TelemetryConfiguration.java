package dev.memwarden.server;

import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpLimits;
import dev.memwarden.server.telemetry.Traces;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Whether and where metrics are served, and traces go.
///
/// @param metrics their own listener; empty for none
/// @param traces where they go; empty for nowhere
public record TelemetryConfiguration(Optional<HttpConfig> metrics, Optional<Traces.Target> traces) {

  /// Neither.
  public static final TelemetryConfiguration NONE =
      new TelemetryConfiguration(Optional.empty(), Optional.empty());

  /// @throws InvalidConfigurationException at the first setting that is wrong
  static TelemetryConfiguration of(Settings settings) {
    return new TelemetryConfiguration(metrics(settings), traces(settings));
  }

  private static Optional<HttpConfig> metrics(Settings settings) {
    return settings.isSet(Setting.METRICS_PORT)
        ? Optional.of(
            new HttpConfig(
                settings.required(Setting.METRICS_HOST),
                settings.integer(Setting.METRICS_PORT, 0, 65535),
                HttpLimits.DEFAULT))
        : Optional.empty();
  }

  private static Optional<Traces.Target> traces(Settings settings) {
    return settings
        .text(Setting.TRACES_ENDPOINT)
        .map(endpoint ->
            new Traces.Target(
                base(settings, endpoint),
                settings
                    .text(Setting.TRACES_HEADERS)
                    .map(text -> headers(settings, text))
                    .orElse(Map.of()),
                settings.required(Setting.TRACES_SERVICE),
                share(settings)));
  }

  private static String base(Settings settings, String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw settings.wrong(
        Setting.TRACES_ENDPOINT, "must be a URL such as http://127.0.0.1:4318, without a query");
  }

  // As OpenTelemetry's specification has it: key=value pairs, percent-encoded, commas in between.
  private static Map<String, String> headers(Settings settings, String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw settings.wrong(Setting.TRACES_HEADERS, "must be pairs such as x-key=secret");
      }
      headers.put(
          pair.substring(0, equals).strip(), decoded(settings, pair.substring(equals + 1).strip()));
    }
    return headers;
  }

  private static String decoded(Settings settings, String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw settings.wrong(Setting.TRACES_HEADERS, "has a value that is not percent-encoded");
    }
  }

  private static double share(Settings settings) {
    String text = settings.required(Setting.TRACES_SHARE);
    if (!text.matches("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?")) {
      throw settings.wrong(Setting.TRACES_SHARE, "must be a number from 0 to 1");
    }
    return Double.parseDouble(text);
  }
}
