package dev.memwarden.memory.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The body of a response, of which each part must come in time and all together must not be too
/// long. The JDK's own streams have neither bound.
final class ResponseStream extends InputStream implements BodySubscriber<ResponseStream> {

  private sealed interface Arrival {
    record Bytes(List<ByteBuffer> buffers) implements Arrival {}

    record Broken(Throwable why) implements Arrival {}

    record End() implements Arrival {}
  }

  private final int maxBytes;
  private final Supplier<Duration> patience;
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private Optional<IOException> trouble = Optional.empty();
  private boolean closed;
  private boolean ended;
  private int bytes;

  /// @param patience how long to wait for the next part, asked each time
  ResponseStream(int maxBytes, Supplier<Duration> patience) {
    this.maxBytes = maxBytes;
    this.patience = patience;
  }

  @Override
  public CompletionStage<ResponseStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    arrivals.add(new Arrival.Bytes(part));
  }

  @Override
  public void onError(Throwable why) {
    arrivals.add(new Arrival.Broken(why));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival.End());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    ByteBuffer next;
    try {
      next = next();
    } catch (IOException e) {
      trouble = Optional.of(e);
      throw e;
    }
    if (next == null) {
      return -1;
    }
    int count = Math.min(length, next.remaining());
    next.get(target, offset, count);
    return count;
  }

  private @Nullable ByteBuffer next() throws IOException {
    while (!ended) {
      ByteBuffer first = buffers.peek();
      if (first != null && first.hasRemaining()) {
        return first;
      }
      buffers.poll();
      if (buffers.isEmpty()) {
        await();
      }
    }
    return null;
  }

  private void await() throws IOException {
    Duration left = patience.get();
    if (left.isZero()) {
      // Even if more is there: an endpoint that is faster than the reader would go on for ever.
      throw new HttpTimeoutException("no time is left");
    }
    Arrival arrival;
    try {
      arrival = arrivals.poll(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    switch (arrival) {
      case null -> throw new HttpTimeoutException("nothing came in time");
      case Arrival.Broken(Throwable why) -> throw new IOException("broken off", why);
      case Arrival.End _ -> ended = true;
      case Arrival.Bytes(List<ByteBuffer> part) -> take(part);
    }
  }

  private void take(List<ByteBuffer> part) throws IOException {
    for (ByteBuffer buffer : part) {
      if (buffer.remaining() > maxBytes - bytes) {
        throw new TooLongException();
      }
      bytes += buffer.remaining();
      buffers.add(buffer);
    }
    synchronized (this) {
      if (subscription != null) {
        subscription.request(1);
      }
    }
  }

  /// Why reading stopped before the end, if it did: for those whose reader does not tell them.
  Optional<IOException> trouble() {
    return trouble;
  }

  /// Hangs up if the end has not come yet.
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  /// More bytes than anybody wants.
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("the response is too long");
    }
  }
}
