package dev.memwarden.stores.redis;

import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/// A Redis, asked over a few connections that are opened when they are needed: it need not be there
/// at the start.
///
/// Nobody waits for one that is away: each question takes a few seconds at the most, and for a
/// moment after a connection has failed no other is tried. Blocks; thread-safe.
public final class Redis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
  private static final Duration CONNECTING = Duration.ofSeconds(1);
  private static final Duration ANSWERING = Duration.ofSeconds(2);
  private static final Duration WAITING = Duration.ofSeconds(1);
  private static final long REST = Duration.ofMillis(250).toNanos();
  private static final int CONNECTIONS = 16;

  private final RedisAddress address;
  private final RedisClient client;
  private final LongSupplier nanos;
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean away = new AtomicBoolean();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile long restsUntil;

  private Redis(RedisAddress address, RedisClient client, LongSupplier nanos) {
    this.address = address;
    this.client = client;
    this.nanos = nanos;
    this.restsUntil = nanos.getAsLong();
  }

  /// One that is not connected yet.
  ///
  /// @param nanos a monotonic clock
  public static Redis at(RedisAddress address, LongSupplier nanos) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(WAITING);
    pool.setJmxEnabled(false);
    RedisClient client =
        RedisClient.builder()
            .hostAndPort(address.host(), address.port())
            .clientConfig(login(address))
            .poolConfig(pool)
            .build();
    return new Redis(address, client, nanos);
  }

  /// How to log in there, and how long to wait.
  static DefaultJedisClientConfig login(RedisAddress address) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) CONNECTING.toMillis())
            .socketTimeoutMillis((int) ANSWERING.toMillis())
            .database(address.database())
            .clientName("memwarden")
            .protocol(RedisProtocol.RESP2); // or one would be opened now, to find out
    if (address.tls()) {
      // The name in the certificate counts, too, or any certificate of anybody would do.
      config.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
    }
    address.user().ifPresent(config::user);
    address.password().ifPresent(password -> config.password(password.revealText()));
    return config.build();
  }

  /// Where it is.
  public RedisAddress address() {
    return address;
  }

  /// How often it could not answer so far.
  public long failures() {
    return failures.sum();
  }

  /// What Redis answers to `question`.
  ///
  /// @param what is asked for, such as `read tokens`
  /// @throws StoreUnavailableException if it does not, or refuses to
  <T> T ask(String what, Function<RedisClient, T> question) {
    if (nanos.getAsLong() - restsUntil < 0) {
      failures.increment();
      throw new StoreUnavailableException("Redis at " + address + " did not answer a moment ago");
    }
    try {
      T answer = question.apply(client);
      if (away.compareAndSet(true, false)) {
        LOG.atInfo().addKeyValue("redis", address).log("Redis answers again");
      }
      return answer;
    } catch (JedisConnectionException e) {
      restsUntil = nanos.getAsLong() + REST;
      if (away.compareAndSet(false, true)) {
        tell("Redis does not answer", e);
      }
      throw failed(what, e);
    } catch (JedisException e) {
      // It is there, and said no: somebody has to look after that, and be told once.
      if (refused.add(what)) {
        tell("Redis does not " + what, e);
      }
      throw failed(what, e);
    }
  }

  private void tell(String message, JedisException why) {
    LOG.atWarn().addKeyValue("redis", address).addKeyValue("why", why.getMessage()).log(message);
  }

  private StoreUnavailableException failed(String what, JedisException why) {
    failures.increment();
    return new StoreUnavailableException(
        "Redis at " + address + " does not " + what + ": " + why.getMessage(), why);
  }

  @Override
  public void close() {
    client.close();
  }
}
