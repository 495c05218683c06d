package dev.memwarden.stores.lucene;

import dev.memwarden.auth.StoreUnavailableException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index close behind the truth, so that a search after many writes has little left to
/// do. Correctness does not rest on it: each search applies what is missing itself.
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final Runnable follow;
  private final Thread thread;
  private volatile boolean awake;
  private volatile boolean closing;

  Follower(Runnable follow) {
    this.follow = follow;
    this.thread = Thread.ofPlatform().name("memwarden-index").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// There is something to follow.
  void wake() {
    awake = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closing) {
      if (awake) {
        awake = false;
        try {
          follow.run();
        } catch (StoreUnavailableException e) {
          LOG.warn("event=index_behind", e); // the next write or search tries again
        }
      } else {
        LockSupport.park(this);
      }
    }
  }

  /// Ends after what it is doing. Never interrupts it: that would close the index's files.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
