package dev.memwarden.stores.postgres;

import dev.memwarden.auth.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// Where a database is, and how to log in there.
///
/// @param url such as `postgresql://db.example.com/memwarden`, with the parameters of the JDBC
///   driver after `?`
/// @param user who logs in
/// @param connections how many there may be for memory; credentials have a few more
public record PostgresAddress(String url, String user, Optional<Secret> password, int connections) {

  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String SCHEME = "postgresql";

  // Longer than any statement here takes, shorter than anybody waits for an answer.
  private static final String OPTIONS =
      "-c search_path="
          + PostgresSchema.NAME
          + ",pg_temp -c synchronous_commit=on -c statement_timeout=30s -c lock_timeout=10s"
          + " -c idle_in_transaction_session_timeout=60s";
  private static final String SOCKET_SECONDS = "45";
  private static final String CONNECT_SECONDS = "5";

  /// @throws IllegalArgumentException if it is no such URL, or has a user or password in it
  public PostgresAddress {
    URI parsed = parse(url);
    if (!SCHEME.equals(parsed.getScheme()) || parsed.getHost() == null) {
      throw new IllegalArgumentException("must be a URL such as postgresql://host/database");
    }
    if (parsed.getUserInfo() != null || hasParameter(url, "(?i:user|password)")) {
      throw new IllegalArgumentException("user and password have settings of their own");
    }
    if (parsed.getPath() == null || parsed.getPath().length() < 2) {
      throw new IllegalArgumentException("must name a database");
    }
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("must be a URL such as postgresql://host/database");
    }
  }

  private static boolean hasParameter(String url, String name) {
    return url.matches(".*[?&]" + name + "=.*");
  }

  /// Whether what is said on the way can be read by others: TLS was switched off, or may be.
  public boolean isReadable() {
    return !isLocal() && url.matches(".*[?&]sslmode=(?i:disable|allow|prefer)(&.*)?");
  }

  private boolean isLocal() {
    return LOCAL.contains(parse(url).getHost());
  }

  /// A connection of whoever logs in.
  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), properties());
  }

  /// What the driver is told beside the URL.
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    password.ifPresent(secret -> properties.setProperty("password", secret.revealText()));
    properties.setProperty("ApplicationName", "memwarden");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    // Rows come in portions, or one question could fill the memory.
    properties.setProperty("defaultRowFetchSize", "500");
    // What a row says is nobody's but its owner's, also when it is in the way of another.
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("options", OPTIONS);
    return properties;
  }

  /// Elsewhere than on this machine, whoever answers must prove who it is, unless the URL says
  /// otherwise: by the certificates that the JVM trusts, or by those in the URL.
  String jdbcUrl() {
    String jdbc = "jdbc:" + url;
    if (isLocal() || hasParameter(url, "sslmode")) {
      return jdbc;
    }
    String secured = jdbc + (url.contains("?") ? "&" : "?") + "sslmode=verify-full";
    return hasParameter(url, "sslrootcert") || hasParameter(url, "sslfactory")
        ? secured
        : secured + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
  }

  /// Without the password.
  @Override
  public String toString() {
    return url;
  }
}
