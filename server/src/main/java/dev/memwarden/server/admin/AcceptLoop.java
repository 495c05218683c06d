package dev.memwarden.server.admin;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections until its listener is closed. One that cannot be taken, as when the process
/// has no file descriptor left, ends nothing: the next one may be.
final class AcceptLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);

  private final Listener listener;
  private final Consumer<SocketChannel> connected;
  private final Duration pause;
  private boolean failing; // by whoever runs it

  /// Where connections come from.
  @FunctionalInterface
  interface Listener {
    /// Waits for the next one.
    ///
    /// @throws ClosedChannelException if there will be none any more
    /// @throws IOException if one could not be taken
    SocketChannel accept() throws IOException;
  }

  /// @param connected takes each connection, and must not wait
  /// @param pause after one that could not be taken: what is lacking may be there then
  AcceptLoop(Listener listener, Consumer<SocketChannel> connected, Duration pause) {
    this.listener = listener;
    this.connected = connected;
    this.pause = pause;
  }

  @Override
  public void run() {
    boolean open = true;
    while (open) {
      open = takesOne();
    }
  }

  private boolean takesOne() {
    try {
      connected.accept(listener.accept());
      failing = false;
    } catch (ClosedChannelException _) {
      return false;
    } catch (IOException e) {
      complain(e);
      LockSupport.parkNanos(pause.toNanos());
    }
    return true;
  }

  private void complain(IOException e) {
    if (!failing) {
      LOG.atError()
          .addKeyValue("alarm", "control_unreachable")
          .setCause(e)
          .log("the command line cannot reach this server now");
    }
    failing = true;
  }
}
