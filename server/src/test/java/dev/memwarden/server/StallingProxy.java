package dev.memwarden.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A way to another port, on which nothing goes on when it is told to stall: connections are taken,
/// and stay, and nothing is answered. Or every answer comes late.
final class StallingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int to;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private boolean stalled;
  private Duration delay = Duration.ZERO;
  private int late;

  StallingProxy(int to) throws IOException {
    this.to = to;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized void stall() {
    stalled = true;
  }

  synchronized void goOn() {
    stalled = false;
    notifyAll();
  }

  /// Lets each part of an answer come so much later from now on.
  synchronized void delay(Duration by) {
    delay = by;
    notifyAll();
  }

  /// How many parts of answers came late so far.
  synchronized int late() {
    return late;
  }

  private synchronized void awaitGoing() throws InterruptedException {
    while (stalled) {
      wait();
    }
  }

  private void awaitAnswer() throws InterruptedException {
    awaitDelay();
    awaitGoing();
  }

  /// Waits until something may pass.
  @FunctionalInterface
  private interface Turn {
    void await() throws InterruptedException;
  }

  private synchronized void awaitDelay() throws InterruptedException {
    long begun = System.nanoTime();
    long left = delay.toNanos();
    boolean isLate = left > 0;
    while (left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = delay.toNanos() - (System.nanoTime() - begun);
    }
    if (isLate) {
      late++;
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.addAll(List.of(near, far));
        Thread _ = Thread.ofVirtual().start(() -> pass(near, far, this::awaitGoing));
        Thread _ = Thread.ofVirtual().start(() -> pass(far, near, this::awaitAnswer));
      }
    } catch (IOException _) {
      return; // the test is over
    }
  }

  private void pass(Socket from, Socket into, Turn turn) {
    byte[] some = new byte[8192];
    try (from;
        into;
        InputStream in = from.getInputStream();
        OutputStream out = into.getOutputStream()) {
      for (int length = in.read(some); length >= 0; length = in.read(some)) {
        turn.await();
        out.write(some, 0, length);
      }
    } catch (IOException _) {
      return; // one of them has ended
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    goOn();
    delay(Duration.ZERO);
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
