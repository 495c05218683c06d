package dev.memwarden.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class RedisWakeupsTest {
  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path folder;

  private final Semaphore heard = new Semaphore(0);
  private final Semaphore heardThere = new Semaphore(0);
  private RedisServer server;
  private Redis here;
  private Redis there;
  private RedisWakeups listening;
  private RedisWakeups other;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = RedisServer.start(folder);
    here = Redis.at(server.address(), System::nanoTime);
    there = Redis.at(server.address(), System::nanoTime);
    listening = new RedisWakeups(here, heard::release);
    other = new RedisWakeups(there, heardThere::release);
    await(heard);
    await(heardThere);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      listening.close();
      other.close();
      here.close();
      there.close();
      server.close();
    }
  }

  private static void await(Semaphore heard) throws InterruptedException {
    assertThat(heard.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void what_one_says_another_hears() throws InterruptedException {
    other.publish();
    await(heard);
    await(heardThere);
    listening.publish();
    await(heardThere);
  }

  @Test
  void listening_begins_again_after_a_cut_and_says_so() throws IOException, InterruptedException {
    server.stop();
    other.publish();
    server.restart();

    await(heard);
    other.publish();
    await(heard);
  }

  @Test
  void whoever_is_closed_hears_no_more() throws InterruptedException {
    listening.close();
    try (Jedis client = server.client()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (client.pubsubNumSub(RedisWakeups.CHANNEL).get(RedisWakeups.CHANNEL) > 1) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.onSpinWait();
      }
    }
    other.publish();
    await(heardThere);
    assertThat(heard.tryAcquire()).isFalse();
  }
}
