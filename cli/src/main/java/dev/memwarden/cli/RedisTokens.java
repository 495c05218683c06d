package dev.memwarden.cli;

import dev.memwarden.server.InvalidConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/// Reads the tokens in the database of a Redis AMS, and changes nothing there.
final class RedisTokens {
  private static final int PORT = 6379;
  private static final int COUNT = 1_000;

  private RedisTokens() {}

  /// @param url such as `redis://localhost:6379/0`, `rediss://` for TLS
  /// @throws InvalidConfigurationException if it is none, or nothing answers there; the message
  ///   never has the password
  static List<RedisToken> read(String url, InstantSource clock) {
    URI address = address(url);
    try (Jedis redis = new Jedis(address)) {
      List<RedisToken> tokens = new ArrayList<>();
      for (String key : keys(redis)) {
        Instant now = clock.instant();
        String value = redis.get(key);
        // It may have ended in between.
        if (value != null) {
          tokens.add(RedisToken.read(key, value, end(now, redis.pttl(key))));
        }
      }
      return tokens;
    } catch (JedisException e) {
      throw new InvalidConfigurationException(
          "Redis at "
              + address.getHost()
              + ":"
              + address.getPort()
              + " cannot be read: "
              + e.getMessage());
    }
  }

  /// All of them, each once: a scan may show a key again. In the same order each time.
  private static Set<String> keys(Jedis redis) {
    ScanParams params = new ScanParams().match(RedisToken.PREFIX + "*").count(COUNT);
    Set<String> keys = new TreeSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = redis.scan(cursor, params);
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  /// @param millis until Redis lets a key go; negative for never
  private static Optional<Instant> end(Instant now, long millis) {
    return millis < 0 ? Optional.empty() : Optional.of(now.plusMillis(millis));
  }

  private static URI address(String url) {
    try {
      URI given = new URI(url);
      boolean known = "redis".equals(given.getScheme()) || "rediss".equals(given.getScheme());
      if (known && given.getHost() != null) {
        int port = given.getPort() < 0 ? PORT : given.getPort();
        return new URI(
            given.getScheme(),
            given.getUserInfo(),
            given.getHost(),
            port,
            given.getPath(),
            null,
            null);
      }
    } catch (URISyntaxException _) {
      // said below, without what may be a password
    }
    throw new InvalidConfigurationException(
        "the address of Redis is no URL such as redis://localhost:6379; of a cluster, name each"
            + " primary in turn");
  }
}
