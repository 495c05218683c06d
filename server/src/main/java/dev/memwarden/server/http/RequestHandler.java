package dev.memwarden.server.http;

import dev.memwarden.server.http.Stage.Answered;
import dev.memwarden.server.http.Stage.Delayed;
import dev.memwarden.server.http.Stage.Ready;
import dev.memwarden.server.http.Stage.Unjudged;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Moves one request of the engine through the stages of the pipeline. Runs on the event loop of
/// its connection; only stages that may block leave it.
final class RequestHandler {
  // With the limit of connections, this bounds how many keys can be tried in a second, each of
  // which
  // costs a question to the store.
  private static final long PENALTY_MILLIS = 1_000;

  private final Pipeline pipeline;
  private final Vertx vertx;
  private final ExecutorService workers;
  private final Capacity capacity;
  private final TransportRule transport;
  private final long bodyTimeoutMillis;

  RequestHandler(
      Pipeline pipeline,
      Vertx vertx,
      ExecutorService workers,
      Capacity capacity,
      TransportRule transport,
      Duration bodyTimeout) {
    this.pipeline = pipeline;
    this.vertx = vertx;
    this.workers = workers;
    this.capacity = capacity;
    this.transport = transport;
    this.bodyTimeoutMillis = bodyTimeout.toMillis();
  }

  /// A request whose head was understood. It waits while replies before it have not been taken:
  /// whoever only asks would fill the memory with them.
  void handle(HttpServerRequest request) {
    if (Connections.takesReplies(request)) {
      begin(request);
    } else {
      request.pause();
      Connections.whenItTakesReplies(request, () -> begin(request));
    }
  }

  private void begin(HttpServerRequest request) {
    Headers headers = new EngineHeaders(request.headers());
    InetAddress peer = Connections.peer(request);
    promise(request, headers, peer);
    if (transport.admits(peer, headers)) {
      go(request, pipeline.start(new Head(request.method().name(), request.uri(), headers, peer)));
    } else {
      ReplyWriter.sendLast(
          request, pipeline.refuse(EdgeRefusal.NOT_ENCRYPTED, request.uri(), headers));
    }
  }

  /// One whose head was not.
  void invalid(HttpServerRequest request) {
    EdgeRefusal refusal =
        switch (request.decoderResult().cause()) {
          case HeadFault fault -> fault.refusal();
          case TooLongHttpLineException _ -> EdgeRefusal.LINE_TOO_LONG;
          case TooLongHttpHeaderException _ -> EdgeRefusal.HEAD_TOO_LARGE;
          case null, default -> EdgeRefusal.BAD_REQUEST;
        };
    Headers headers = new EngineHeaders(request.headers());
    promise(request, headers, Connections.peer(request));
    ReplyWriter.sendLast(request, pipeline.refuse(refusal, request.uri(), headers));
  }

  private void promise(HttpServerRequest request, Headers headers, InetAddress peer) {
    if (transport.required()) {
      Connections.promises(request, transport.isPromised(peer, headers));
    }
  }

  private void go(HttpServerRequest request, Stage stage) {
    switch (stage) {
      case Answered(Answer answer) -> ReplyWriter.send(request, answer);
      case Delayed(Answer answer) -> {
        if (!request.isEnded()) {
          request.pause();
        }
        Connections.works(request);
        vertx.setTimer(
            PENALTY_MILLIS,
            _ -> {
              Connections.rests(request);
              ReplyWriter.send(request, answer);
            });
      }
      case Unjudged unjudged -> {
        request.pause();
        away(request, () -> pipeline.judge(unjudged), next -> go(request, next));
      }
      case Ready ready -> read(request, ready);
    }
  }

  private void read(HttpServerRequest request, Ready ready) {
    if (Framing.declaredLength(request) > ready.maxBody()) {
      ReplyWriter.send(request, pipeline.tooLarge(ready));
      return;
    }
    if (Framing.isEncoded(request)) {
      ReplyWriter.send(request, pipeline.refuse(EdgeRefusal.ENCODED_BODY, ready));
      return;
    }
    if (Framing.expectsContinue(request)) {
      request.response().writeContinue();
    }
    new BodyReader(request, ready).read();
  }

  /// Runs `work` on a virtual thread and gives its result to `then` back on this loop.
  private <T> void away(HttpServerRequest request, Supplier<T> work, Consumer<T> then) {
    Context loop = vertx.getOrCreateContext();
    Connections.works(request);
    workers.execute(() -> {
      T result = work.get();
      loop.runOnContext(_ -> {
        Connections.rests(request);
        then.accept(result);
      });
    });
  }

  /// Collects one body, stops at the first byte too many, and has the request worked on.
  private final class BodyReader {
    private final HttpServerRequest request;
    private final Ready ready;
    private final Buffer collected = Buffer.buffer();
    private long timer;
    private boolean done;

    BodyReader(HttpServerRequest request, Ready ready) {
      this.request = request;
      this.ready = ready;
    }

    void read() {
      timer = vertx.setTimer(bodyTimeoutMillis, _ -> giveUp(EdgeRefusal.BODY_TOO_SLOW));
      request.handler(this::add);
      request.exceptionHandler(_ -> abandon());
      request.endHandler(_ -> finish());
      request.resume();
    }

    private void add(Buffer part) {
      if (done) {
        return;
      }
      if (collected.length() + part.length() > ready.maxBody()) {
        abandon();
        ReplyWriter.send(request, pipeline.tooLarge(ready));
      } else if (!capacity.hold(part.length(), ready.isLargeOfStranger())) {
        giveUp(EdgeRefusal.BUSY);
      } else {
        collected.appendBuffer(part);
      }
    }

    private void finish() {
      if (done) {
        return;
      }
      if (Framing.isChunked(request) && Connections.bodyWasBad(request)) {
        giveUp(EdgeRefusal.BAD_BODY);
      } else if (ready.isWork() && !capacity.begin()) {
        abandon();
        ReplyWriter.send(request, pipeline.refuse(EdgeRefusal.BUSY, ready));
      } else {
        stop();
        work();
      }
    }

    private void work() {
      Body body = Body.of(collected.getBytes());
      away(request, () -> worked(body), stage -> go(request, stage));
    }

    // What it took up is given back here: whoever asked may be gone, and then no reply leaves.
    private Stage worked(Body body) {
      try {
        return pipeline.finish(ready, body);
      } finally {
        capacity.release(collected.length(), ready.isLargeOfStranger());
        if (ready.isWork()) {
          capacity.end();
        }
      }
    }

    private void giveUp(EdgeRefusal refusal) {
      if (!done) {
        abandon();
        ReplyWriter.sendLast(request, pipeline.refuse(refusal, ready));
      }
    }

    private void abandon() {
      if (!done) {
        stop();
        capacity.release(collected.length(), ready.isLargeOfStranger());
      }
    }

    private void stop() {
      done = true;
      vertx.cancelTimer(timer);
    }
  }
}
