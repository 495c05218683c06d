package dev.memwarden.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.limit.SharedCounts;
import dev.memwarden.server.tls.CertificateMaker;
import dev.memwarden.stores.redis.Redis;
import dev.memwarden.stores.redis.RedisAddress;
import dev.memwarden.stores.redis.RedisCounts;
import dev.memwarden.stores.redis.RedisTokens;
import dev.memwarden.stores.redis.RedisWakeups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `rediss://` promises, against a real Redis that speaks TLS: all or nothing is said to it,
/// and only to who proves by a certificate to be it.
class RedisTlsTest {
  private static final long PATIENCE_SECONDS = 30;
  private static final Instant NOW = Instant.now();
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<SharedCounts.Charge> ONE =
      List.of(new SharedCounts.Charge(1, Duration.ofSeconds(100).toNanos()));

  @TempDir Path folder;

  private final CertificateMaker authority = new CertificateMaker();
  private JvmTrust trust;

  @BeforeEach
  void trust() {
    trust = JvmTrust.in(authority, folder);
  }

  @AfterEach
  void distrust() {
    trust.close();
  }

  private RedisPeer serving(CertificateMaker.Made certificate)
      throws IOException, InterruptedException {
    return RedisPeer.start(folder, certificate.in(folder));
  }

  private static Redis at(String host, int port) {
    return Redis.at(
        RedisAddress.parse("rediss://:" + RedisPeer.PASSWORD + "@" + host + ":" + port),
        System::nanoTime);
  }

  private static long owed(Redis redis) {
    return new RedisCounts(redis).add(ONE, Duration.ZERO).getFirst();
  }

  private static void isRefused(Redis redis, String because) {
    assertThatThrownBy(() -> owed(redis))
        .isInstanceOf(StoreUnavailableException.class)
        .hasStackTraceContaining(because)
        .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain(RedisPeer.PASSWORD));
  }

  @Test
  void one_with_a_certificate_that_is_trusted_is_asked_and_listened_to()
      throws IOException, InterruptedException {
    Semaphore heard = new Semaphore(0);
    try (RedisPeer peer = serving(authority.make());
        Redis redis = at("localhost", peer.port());
        Redis byAddress = at("127.0.0.1", peer.port());
        RedisWakeups wakeups = new RedisWakeups(redis, heard::release)) {
      assertThat(owed(redis)).isPositive();
      assertThat(owed(byAddress)).isGreaterThan(owed(redis) / 2);
      assertThat(new RedisTokens(redis, InstantSource.system()).hashes()).isEmpty();
      assertThat(heard.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      wakeups.publish();
      assertThat(heard.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void one_whose_authority_nobody_trusts_is_refused() throws IOException, InterruptedException {
    try (RedisPeer peer = serving(new CertificateMaker().make());
        Redis redis = at("localhost", peer.port())) {
      isRefused(redis, "SSLHandshakeException");
    }
  }

  @Test
  void one_whose_certificate_has_ended_is_refused() throws IOException, InterruptedException {
    try (RedisPeer peer = serving(authority.make(NOW.minus(DAY), NOW.minusSeconds(1)));
        Redis redis = at("localhost", peer.port())) {
      isRefused(redis, "CertificateExpiredException");
    }
  }

  @Test
  void one_whose_certificate_does_not_hold_yet_is_refused()
      throws IOException, InterruptedException {
    try (RedisPeer peer = serving(authority.make(NOW.plus(DAY), NOW.plus(DAY).plus(DAY)));
        Redis redis = at("localhost", peer.port())) {
      isRefused(redis, "CertificateNotYetValidException");
    }
  }

  @Test
  void one_whose_certificate_has_another_name_is_refused()
      throws IOException, InterruptedException {
    try (RedisPeer peer = serving(authority.make());
        Redis redis = at("127.0.0.2", peer.port())) {
      isRefused(redis, "No subject alternative names matching IP address 127.0.0.2");
    }
  }

  @Test
  void one_that_speaks_plain_text_is_refused() throws IOException, InterruptedException {
    try (RedisPeer peer = RedisPeer.start(folder);
        Redis redis = at("localhost", peer.port())) {
      isRefused(redis, "does not let rates be shared");
    }
  }

  @Test
  void nothing_is_said_in_plain_text() throws IOException, InterruptedException {
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    try (ServerSocket anybody = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Redis redis = at("localhost", anybody.getLocalPort())) {
      Thread _ = Thread.ofVirtual().start(() -> overhear(anybody, said));
      try (RedisWakeups wakeups = new RedisWakeups(redis, () -> {})) {
        assertThatThrownBy(() -> owed(redis)).isInstanceOf(StoreUnavailableException.class);
        wakeups.publish();
        for (int i = 0; i < 2; i++) { // who asks, and who listens
          // A handshake record of TLS (RFC 8446 §5.1), and nothing before it.
          assertThat(said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
              .startsWith("\u0016\u0003")
              .doesNotContain(RedisPeer.PASSWORD);
        }
      }
    }
  }

  private static void overhear(ServerSocket anybody, BlockingQueue<String> said) {
    while (!anybody.isClosed()) {
      try (Socket socket = anybody.accept()) {
        byte[] first = new byte[4096];
        int length = socket.getInputStream().read(first);
        said.add(new String(first, 0, Math.max(0, length), ISO_8859_1));
        // As a Redis does that would rather not speak TLS.
        socket.getOutputStream().write("-ERR no TLS here\r\n".getBytes(ISO_8859_1));
      } catch (IOException _) {
        continue; // somebody has gone, or the test is over
      }
    }
  }
}
