package dev.memwarden.stores.redis;

import dev.memwarden.auth.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/// Tells other servers that there is something new, and hears when they say so.
///
/// **Only wakes**: a message says nothing, and may be lost or come twice. Whoever must know asks
/// the store all the same, only sooner for having been woken.
public final class RedisWakeups implements AutoCloseable {
  /// Where it is said.
  static final String CHANNEL = "memwarden:wake";

  private static final Duration REST = Duration.ofSeconds(1);

  private final Redis redis;
  private final AtomicBoolean news = new AtomicBoolean();
  private final Semaphore toTell = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Subscription subscription;

  /// Listens from now on.
  ///
  /// @param woken is called by one thread when another server, or this one, has something new, and
  ///   each time that listening begins, as something may have been missed; it must not throw
  public RedisWakeups(Redis redis, Runnable woken) {
    this.redis = redis;
    this.subscription = new Subscription(woken);
    Thread _ = Thread.ofPlatform().daemon().name("redis-tell").start(this::tell);
    Thread _ = Thread.ofPlatform().daemon().name("redis-listen").start(this::listen);
  }

  /// Says that there is something new. Does not wait; what is said several times at once may be
  /// heard once.
  public void publish() {
    news.set(true);
    toTell.release();
  }

  private void tell() {
    try {
      while (closed.getCount() > 0) {
        toTell.acquire();
        int _ = toTell.drainPermits();
        if (news.getAndSet(false)) { // or it was only woken to end
          publishNow();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // asked to end
    }
  }

  private void publishNow() {
    try {
      long _ = redis.ask("let others be woken", client -> client.publish(CHANNEL, ""));
    } catch (StoreUnavailableException _) {
      // They will find out by themselves.
    }
  }

  private void listen() {
    try {
      do {
        listenUntilCut();
      } while (!closed.await(REST.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // asked to end
    }
  }

  private void listenUntilCut() {
    RedisAddress address = redis.address();
    try (Jedis connection =
        new Jedis(new HostAndPort(address.host(), address.port()), Redis.login(address))) {
      connection.subscribe(subscription, CHANNEL);
    } catch (JedisException _) {
      // It is away, or was: whoever asks it says so.
    }
  }

  /// Says and hears no more.
  @Override
  public void close() {
    closed.countDown();
    toTell.release();
    subscription.end();
  }

  private final class Subscription extends JedisPubSub {
    private final Runnable woken;

    Subscription(Runnable woken) {
      this.woken = woken;
    }

    @Override
    public void onSubscribe(String channel, int channels) {
      if (closed.getCount() == 0) {
        unsubscribe();
      } else {
        woken.run();
      }
    }

    @Override
    public void onMessage(String channel, String message) {
      woken.run();
    }

    void end() {
      if (isSubscribed()) {
        try {
          unsubscribe();
        } catch (JedisException _) {
          // cut already
        }
      }
    }
  }
}
