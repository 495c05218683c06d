package dev.memwarden.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AcceptLoopTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptLoop.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Queue<AcceptLoop.Listener> coming = new ArrayDeque<>();
  private final List<SocketChannel> taken = new ArrayList<>();

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  private static SocketChannel fail() throws IOException {
    throw new IOException("Too many open files");
  }

  private static SocketChannel closed() throws IOException {
    throw new AsynchronousCloseException();
  }

  private void run() {
    new AcceptLoop(() -> coming.remove().accept(), taken::add, Duration.ofNanos(1)).run();
  }

  @Test
  void one_that_cannot_be_taken_keeps_nobody_out_and_is_told_once() throws IOException {
    try (SocketChannel first = SocketChannel.open();
        SocketChannel second = SocketChannel.open()) {
      coming.addAll(
          List.of(
              AcceptLoopTest::fail,
              AcceptLoopTest::fail,
              () -> first,
              AcceptLoopTest::fail,
              () -> second,
              AcceptLoopTest::closed));

      run();

      assertThat(taken).containsExactly(first, second);
    }
    assertThat(lines.list)
        .as("once each time")
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line.getKeyValuePairs().toString()).contains("control_unreachable"));
  }

  @Test
  void a_listener_that_is_closed_ends_it_without_a_word() {
    coming.addAll(List.of(AcceptLoopTest::closed, AcceptLoopTest::fail));

    run();

    assertThat(coming).hasSize(1);
    assertThat(lines.list).isEmpty();
  }
}
