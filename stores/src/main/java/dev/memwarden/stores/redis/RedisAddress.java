package dev.memwarden.stores.redis;

import dev.memwarden.auth.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where a Redis is, and how to log in there.
///
/// @param tls whether all is said by TLS; then whoever answers must prove to be `host`, by a
///   certificate that the JVM trusts
/// @param user of an access control list, if not the default one
/// @param database its number
public record RedisAddress(
    boolean tls,
    String host,
    int port,
    Optional<String> user,
    Optional<Secret> password,
    int database) {

  private static final int PORT = 6379;
  private static final int MOST_DATABASES = 4;

  /// Reads a URL such as `redis://localhost:6379/0`, or `rediss://user:password@host` for TLS.
  ///
  /// @throws IllegalArgumentException if it is none, or one of a cluster; never with what it says,
  ///   as that may be a password
  public static RedisAddress parse(String url) {
    URI uri = uri(url);
    boolean known = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
    if (!known || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw none();
    }
    String login = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    String password = colon < 0 ? "" : login.substring(colon + 1);
    return new RedisAddress(
        "rediss".equals(uri.getScheme()),
        uri.getHost(),
        uri.getPort() < 0 ? PORT : uri.getPort(),
        Optional.of(user).filter(text -> !text.isEmpty()),
        Optional.of(password).filter(text -> !text.isEmpty()).map(Secret::of),
        database(uri.getPath()));
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException _) {
      throw none();
    }
  }

  private static int database(String path) {
    String number = path.startsWith("/") ? path.substring(1) : path;
    if (number.isEmpty()) {
      return 0;
    }
    if (number.length() > MOST_DATABASES || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw none();
    }
    return Integer.parseInt(number);
  }

  private static IllegalArgumentException none() {
    return new IllegalArgumentException(
        "is no URL such as redis://localhost:6379; of a cluster, name one primary");
  }

  /// Whether what is said on the way can be read by others.
  public boolean isReadable() {
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return !tls && !plain.equals("localhost") && !plain.equals("::1") && !plain.startsWith("127.");
  }

  /// Without user and password.
  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }
}
