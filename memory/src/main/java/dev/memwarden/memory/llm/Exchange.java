package dev.memwarden.memory.llm;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.memwarden.memory.llm.LanguageModelUnavailableException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP exchange for the library that speaks the protocol: bounded in time and size, without
/// redirects, and with a [Failure] that tells whether another try makes sense.
final class Exchange implements HttpClient {
  private final java.net.http.HttpClient client;
  private final OpenAiModel.Options options;
  private final Budget budget;
  private final RetryDelays delays;
  private Optional<Failure> failure = Optional.empty();

  Exchange(
      java.net.http.HttpClient client,
      OpenAiModel.Options options,
      Budget budget,
      RetryDelays delays) {
    this.client = client;
    this.options = options;
    this.budget = budget;
    this.delays = delays;
  }

  /// What went wrong on the way; empty if the endpoint answered properly, whatever the answer says.
  Optional<Failure> failure() {
    return failure;
  }

  /// Gives the library this exchange.
  HttpClientBuilder builder() {
    return new Builder(this);
  }

  @Override
  public SuccessfulHttpResponse execute(dev.langchain4j.http.client.HttpRequest request) {
    HttpResponse<ResponseStream> response = send(request);
    try (ResponseStream body = response.body()) {
      requireType(response, "application/json");
      return SuccessfulHttpResponse.builder()
          .statusCode(response.statusCode())
          .body(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .build();
    } catch (IOException e) {
      throw failed(broken(e));
    }
  }

  @Override
  public void execute(
      dev.langchain4j.http.client.HttpRequest request,
      ServerSentEventParser parser,
      ServerSentEventListener listener) {
    HttpResponse<ResponseStream> response = send(request);
    try (ResponseStream body = response.body()) {
      requireType(response, "text/event-stream");
      parser.parse(body, listener);
      // The parser keeps an exception to itself and the listener.
      body.trouble()
          .ifPresentOrElse(
              e -> {
                throw failed(broken(e));
              },
              listener::onClose);
    }
  }

  private HttpResponse<ResponseStream> send(dev.langchain4j.http.client.HttpRequest request) {
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(URI.create(request.url()))
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach((name, values) -> values.forEach(value -> copy.header(name, value)));
    CompletableFuture<HttpResponse<ResponseStream>> coming =
        client.sendAsync(
            copy.build(), _ -> new ResponseStream(options.maxResponseBytes(), this::patience));
    HttpResponse<ResponseStream> response = await(coming);
    if (response.statusCode() != 200) {
      response.body().close();
      throw failed(refused(response));
    }
    return response;
  }

  private HttpResponse<ResponseStream> await(
      CompletableFuture<HttpResponse<ResponseStream>> coming) {
    try {
      return coming.get(patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      coming.cancel(true);
      throw failed(Failure.lasting(Reason.TIMED_OUT, "no response in time"));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw failed(broken(cause == null ? e : cause));
    } catch (InterruptedException _) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      throw failed(Failure.lasting(Reason.TIMED_OUT, "interrupted"));
    }
  }

  private Duration patience() {
    Duration left = budget.timeLeft();
    return left.compareTo(options.readTimeout()) < 0 ? left : options.readTimeout();
  }

  private void requireType(HttpResponse<?> response, String type) {
    String given = response.headers().firstValue("Content-Type").orElse("none");
    if (!given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(type)) {
      throw failed(Failure.lasting(Reason.USELESS, "a response that is no " + type));
    }
  }

  private Failure refused(HttpResponse<?> response) {
    int status = response.statusCode();
    String detail = "status " + status;
    if (status != 429 && status < 500) {
      return Failure.lasting(Reason.REJECTED, detail);
    }
    Optional<Duration> wish = response.headers().firstValue("Retry-After").flatMap(delays::read);
    return new Failure(Reason.BUSY, detail, true, wish);
  }

  private static Failure broken(Throwable why) {
    return switch (why) {
      case ResponseStream.TooLongException _ ->
          Failure.lasting(Reason.USELESS, "a response that is too long");
      case HttpConnectTimeoutException _ ->
          Failure.passing(Reason.UNREACHABLE, "no connection in time");
      case HttpTimeoutException _ -> Failure.lasting(Reason.TIMED_OUT, "nothing came in time");
      case InterruptedIOException _ -> Failure.lasting(Reason.TIMED_OUT, "interrupted");
      default -> Failure.passing(Reason.UNREACHABLE, why.getClass().getSimpleName());
    };
  }

  private LanguageModelUnavailableException failed(Failure why) {
    failure = Optional.of(why);
    return why.asException();
  }

  /// A builder whose work is done: time-outs are those of the exchange.
  private record Builder(Exchange exchange) implements HttpClientBuilder {

    @Override
    public Duration connectTimeout() {
      return exchange.options.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration ignored) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return exchange.options.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration ignored) {
      return this;
    }

    @Override
    public HttpClient build() {
      return exchange;
    }
  }
}
