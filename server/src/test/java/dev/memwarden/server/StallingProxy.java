package dev.memwarden.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A way to another port, on which nothing goes on when it is told to stall: connections are taken,
/// and stay, and nothing is answered.
final class StallingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int to;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private boolean stalled;

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

  private synchronized void awaitGoing() throws InterruptedException {
    while (stalled) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.addAll(List.of(near, far));
        Thread _ = Thread.ofVirtual().start(() -> pass(near, far));
        Thread _ = Thread.ofVirtual().start(() -> pass(far, near));
      }
    } catch (IOException _) {
      return; // the test is over
    }
  }

  private void pass(Socket from, Socket into) {
    byte[] some = new byte[8192];
    try (from;
        into;
        InputStream in = from.getInputStream();
        OutputStream out = into.getOutputStream()) {
      for (int length = in.read(some); length >= 0; length = in.read(some)) {
        awaitGoing();
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
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
