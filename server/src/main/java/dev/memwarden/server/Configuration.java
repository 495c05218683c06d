package dev.memwarden.server;

import dev.memwarden.auth.Network;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.memory.onnx.OnnxEmbedder;
import dev.memwarden.server.admin.AdminDialect;
import dev.memwarden.server.audit.AuditConfig;
import dev.memwarden.server.http.HttpLimits;
import dev.memwarden.server.issuer.KnownIssuer;
import dev.memwarden.stores.postgres.PostgresAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Everything the server is told, checked: one page from [Settings] to typed values.
///
/// @param tls what protects the listener's connections
/// @param limits how often anybody may ask
/// @param protectStats whether the totals need a key too
/// @param dialects wire protocols to serve
/// @param llm the language model, if there is one
/// @param audit what is written down, and for how long
/// @param telemetry whether and where metrics and traces go
/// @param leakKeys where the keys of the code host are that reports leaked keys, if one does
public record Configuration(
    Http http,
    TlsConfiguration tls,
    Store store,
    AuthMode auth,
    LimitConfiguration limits,
    boolean protectStats,
    List<String> dialects,
    Optional<LlmConfiguration> llm,
    AuditConfig audit,
    TelemetryConfiguration telemetry,
    Optional<URI> leakKeys,
    Logs logs) {

  private static final List<String> MEMORY_DIALECTS = List.of("mem0", "redisams", "zep");
  private static final List<String> KNOWN_DIALECTS =
      Stream.concat(Stream.of(AdminDialect.NAME), MEMORY_DIALECTS.stream()).toList();
  private static final List<String> KNOWN_EMBEDDERS = List.of(OnnxEmbedder.MODEL);
  private static final List<String> FORMATS = List.of("text", "json");
  private static final Map<String, AuditConfig.Mode> AUDIT_MODES =
      Map.of(
          "fail-closed", AuditConfig.Mode.FAIL_CLOSED,
          "fail-open", AuditConfig.Mode.FAIL_OPEN,
          "off", AuditConfig.Mode.OFF);
  private static final int MOST_ENTRIES = 999_999_999;
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");
  private static final int MAX_BODY = 64 << 20;
  private static final int MAX_BODY_MEMORY = 1 << 30;
  private static final int MAX_HEAD = 1 << 20;
  private static final int MOST = 1_000_000;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  public Configuration {
    dialects = List.copyOf(dialects);
  }

  /// Whether the listener takes requests that administer. Never while authentication is off: keys
  /// that anybody made then would still work once it is on.
  public boolean isAdministered() {
    return auth == AuthMode.ON && dialects.contains(AdminDialect.NAME);
  }

  /// What is kept, and what it takes to read it.
  ///
  /// @param data folder that everything is kept in
  /// @param apiKeys user ids by the text of the key, in the order of `API_KEYS`
  /// @param masterKeyFile where the master key is, if not in the data folder
  /// @param sharedSecret tokens of a shared secret, if there is one
  /// @param issuers whose tokens are taken
  /// @param making how new keys are kept
  /// @param masterKey itself, if it is kept elsewhere
  /// @param publicUrl name of this server in tokens, if not the listener's own
  /// @param postgres the database that everything is kept in, if it is not the folder
  /// @param redis what is used beside, if anything is
  public record Store(
      Path data,
      Map<String, String> apiKeys,
      Optional<Path> masterKeyFile,
      Optional<SharedSecretConfiguration> sharedSecret,
      List<KnownIssuer> issuers,
      KeyProver.Making making,
      Optional<Secret> masterKey,
      Optional<String> publicUrl,
      Optional<PostgresAddress> postgres,
      Optional<RedisConfiguration> redis) {
    public Store {
      apiKeys = Collections.unmodifiableMap(new LinkedHashMap<>(apiKeys));
      issuers = List.copyOf(issuers);
    }

    /// One that takes no tokens.
    public Store(Path data, Map<String, String> apiKeys, Optional<Path> masterKeyFile) {
      this(data, apiKeys, masterKeyFile, Optional.empty(), List.of(), KeyProver.Making.SHA_256);
    }

    /// One whose master key is in a file, and which is reached under the address of its listener.
    public Store(
        Path data,
        Map<String, String> apiKeys,
        Optional<Path> masterKeyFile,
        Optional<SharedSecretConfiguration> sharedSecret,
        List<KnownIssuer> issuers,
        KeyProver.Making making) {
      this(
          data,
          apiKeys,
          masterKeyFile,
          sharedSecret,
          issuers,
          making,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /// Keys are in here, so only their number is printed.
    @Override
    public String toString() {
      return "Store[" + data + ", " + apiKeys.size() + " keys]";
    }
  }

  /// Settings of the listener.
  ///
  /// @param port 0 for a free one
  /// @param maxBody largest accepted request body, in bytes
  /// @param limits how much of it anybody may take up
  /// @param maxFailures how often a minute one address may fail to authenticate
  /// @param trustedProxies who are believed what they say of clients
  /// @param publicUrl under which clients reach the server, if not the listener's own
  public record Http(
      String host,
      int port,
      int maxBody,
      HttpLimits limits,
      int maxFailures,
      List<Network> trustedProxies,
      Optional<String> publicUrl) {
    public Http {
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /// How to log.
  ///
  /// @param format `text` or `json`; empty to choose by where the output goes
  /// @param level `error`, `warn`, `info` or `debug`
  public record Logs(Optional<String> format, String level) {}

  /// Checks all settings together.
  ///
  /// @param folder that relative paths are taken from
  /// @throws InvalidConfigurationException at the first that is wrong
  public static Configuration of(Settings settings, Path folder) {
    Store store = store(settings, folder);
    Http http = http(settings);
    AuthMode auth = AuthMode.of(switches(settings, http.host(), !store.apiKeys().isEmpty()));
    oneOf(settings, Setting.EMBEDDER, KNOWN_EMBEDDERS);
    return new Configuration(
        http,
        TlsConfiguration.of(settings, folder, http),
        store,
        auth,
        LimitConfiguration.of(settings),
        settings.flag(Setting.PROTECT_STATS).orElse(false),
        List.copyOf(dialects(settings, Setting.DIALECTS, KNOWN_DIALECTS)),
        LlmConfiguration.of(settings),
        audit(settings),
        TelemetryConfiguration.of(settings),
        IssuerConfiguration.address(settings, Setting.LEAKS_KEYS_URL),
        logs(settings));
  }

  /// What is kept, alone: all that commands need that do not serve.
  public static Store store(Settings settings, Path folder) {
    if (settings.isSet(Setting.MASTER_KEY) && settings.isSet(Setting.MASTER_KEY_FILE)) {
      throw settings.wrong(
          Setting.MASTER_KEY, "is set beside " + Setting.MASTER_KEY_FILE.key() + "; keep one");
    }
    return new Store(
        data(settings, folder),
        settings
            .value(Setting.API_KEYS)
            .map(value -> ApiKeyMap.parse(value.origin(), value.text()))
            .orElse(Map.of()),
        file(settings, Setting.MASTER_KEY_FILE, folder),
        SharedSecretConfiguration.of(settings),
        IssuerConfiguration.of(settings),
        RedisAmsSwitches.of(settings).making(),
        settings.secret(Setting.MASTER_KEY),
        publicUrl(settings),
        PostgresConfiguration.of(settings),
        RedisConfiguration.of(settings));
  }

  /// The data folder alone: all that commands need that only speak to a running server.
  public static Path data(Settings settings, Path folder) {
    return path(settings, Setting.DATA, folder, settings.required(Setting.DATA));
  }

  private static Http http(Settings settings) {
    return new Http(
        settings.required(Setting.HOST),
        settings.integer(Setting.PORT, 0, 65535),
        settings.bytes(Setting.MAX_BODY, MAX_BODY),
        limits(settings),
        settings.integer(Setting.MAX_FAILURES, 1, MOST),
        settings.list(Setting.TRUSTED_PROXIES).stream()
            .map(text -> network(settings, text))
            .toList(),
        publicUrl(settings));
  }

  private static HttpLimits limits(Settings settings) {
    int bodyMemory = settings.bytes(Setting.BODY_MEMORY, MAX_BODY_MEMORY);
    if (bodyMemory < settings.bytes(Setting.MAX_BODY, MAX_BODY)) {
      throw settings.wrong(
          Setting.BODY_MEMORY, "is less than http.max-body: no such body would fit");
    }
    int connections = settings.integer(Setting.MAX_CONNECTIONS, 1, MOST);
    return new HttpLimits(
        settings.bytes(Setting.MAX_HEAD, MAX_HEAD),
        timeout(settings, Setting.HEAD_TIMEOUT),
        timeout(settings, Setting.BODY_TIMEOUT),
        timeout(settings, Setting.IDLE_TIMEOUT),
        connections,
        settings.value(Setting.MAX_CONNECTIONS_PER_ADDRESS).isPresent()
            ? settings.integer(Setting.MAX_CONNECTIONS_PER_ADDRESS, 1, MOST)
            : (connections + 1) / 2,
        settings.integer(Setting.MAX_REQUESTS, 1, MOST),
        bodyMemory);
  }

  private static Duration timeout(Settings settings, Setting setting) {
    Duration timeout = settings.duration(setting);
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw settings.wrong(setting, "must be at most 1h");
    }
    return timeout;
  }

  private static AuthMode.Switches switches(Settings settings, String host, boolean apiKeys) {
    return new AuthMode.Switches(
        RedisAmsSwitches.of(settings),
        SharedSecretConfiguration.isRequired(settings),
        settings.isSet(Setting.ZEP_AUTH_SECRET),
        settings.value(Setting.OAUTH2_ISSUER_URL).isPresent()
            || settings.value(Setting.ISSUERS).isPresent(),
        apiKeys,
        host,
        settings.flag(Setting.ALLOW_OPEN).orElse(false));
  }

  /// The wires that memory is reached through, among which `setting` chooses.
  static Set<String> memoryDialects(Settings settings, Setting setting) {
    return dialects(settings, setting, MEMORY_DIALECTS);
  }

  private static Set<String> dialects(Settings settings, Setting setting, List<String> known) {
    Set<String> dialects = new LinkedHashSet<>(settings.list(setting));
    for (String dialect : dialects) {
      if (!known.contains(dialect)) {
        throw settings.wrong(setting, "may name " + String.join(", ", known));
      }
    }
    return dialects;
  }

  private static AuditConfig audit(Settings settings) {
    return Optional.ofNullable(AUDIT_MODES.get(settings.required(Setting.AUDIT_MODE)))
        .map(mode ->
            new AuditConfig(
                mode,
                settings.duration(Setting.AUDIT_KEEP_FOR),
                settings.integer(Setting.AUDIT_KEEP_AT_MOST, 1, MOST_ENTRIES)))
        .orElseThrow(() ->
            settings.wrong(Setting.AUDIT_MODE, "must be one of: fail-closed, fail-open, off"));
  }

  private static Logs logs(Settings settings) {
    return new Logs(
        settings.text(Setting.LOG_FORMAT).map(_ -> oneOf(settings, Setting.LOG_FORMAT, FORMATS)),
        oneOf(settings, Setting.LOG_LEVEL, LEVELS));
  }

  private static String oneOf(Settings settings, Setting setting, List<String> choices) {
    String text = settings.required(setting);
    if (!choices.contains(text)) {
      throw settings.wrong(setting, "must be one of: " + String.join(", ", choices));
    }
    return text;
  }

  private static Network network(Settings settings, String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException _) {
      throw settings.wrong(Setting.TRUSTED_PROXIES, "must list networks such as 10.0.0.0/8");
    }
  }

  private static Optional<String> publicUrl(Settings settings) {
    return settings.text(Setting.PUBLIC_URL).map(text -> url(settings, text));
  }

  private static String url(Settings settings, String text) {
    if (!text.matches("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?")) {
      throw settings.wrong(
          Setting.PUBLIC_URL, "must be a URL such as https://memory.example.com, without a query");
    }
    return text;
  }

  /// The file that a setting names, if it does.
  static Optional<Path> file(Settings settings, Setting setting, Path folder) {
    return settings.text(setting).map(text -> path(settings, setting, folder, text));
  }

  private static Path path(Settings settings, Setting setting, Path folder, String text) {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException _) {
      throw settings.wrong(setting, "is no path");
    }
  }
}
