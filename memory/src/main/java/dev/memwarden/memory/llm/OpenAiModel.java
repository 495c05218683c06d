package dev.memwarden.memory.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.memwarden.auth.Secret;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.llm.LanguageModelUnavailableException.Reason;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A model behind any endpoint that speaks OpenAI's chat completions.
///
/// Busy endpoints and broken connections are tried again, a few times and with growing pauses;
/// everything else fails at once. Keeps connections open until it is closed.
public final class OpenAiModel implements LanguageModel, AutoCloseable {

  private static final int MAX_TRIES = 3;

  private final Endpoint endpoint;
  private final Options options;
  private final HttpClient client;
  private final RetryDelays delays;
  private final Pause pause;

  /// How to talk to the endpoint.
  ///
  /// @param readTimeout longest wait for the first byte, and for each further part
  /// @param maxResponseBytes longest response that is read
  /// @param streaming whether the answer is sent as it grows: a slow model then keeps showing that
  ///   it is alive, and some endpoints know no other way
  public record Options(
      Duration connectTimeout, Duration readTimeout, int maxResponseBytes, boolean streaming) {

    /// What suits most endpoints.
    public static final Options DEFAULT =
        new Options(Duration.ofSeconds(5), Duration.ofSeconds(20), 4 << 20, false);

    /// The same with or without streaming.
    public Options streaming(boolean wanted) {
      return new Options(connectTimeout, readTimeout, maxResponseBytes, wanted);
    }
  }

  /// @param random spreads the pauses
  /// @param clock reads dates that endpoints ask to wait for
  public OpenAiModel(
      Endpoint endpoint,
      Options options,
      RandomGenerator random,
      InstantSource clock,
      Pause pause) {
    this.endpoint = endpoint;
    this.options = options;
    this.delays = new RetryDelays(random, clock);
    this.pause = pause;
    // A redirect would take key and memories to an address that nobody wrote down. HTTP/2 in the
    // clear starts with an upgrade that some servers choke on.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(options.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public String name() {
    return endpoint.model();
  }

  @Override
  public Completion complete(Prompt prompt, Budget budget) {
    for (int tries = 1; ; tries++) {
      budget.charge(prompt);
      Exchange exchange = new Exchange(client, options, budget, delays);
      Optional<ChatResponse> response = ask(exchange, prompt, budget);
      if (response.isPresent()) {
        int tokens = tokens(response.get());
        budget.charge(tokens);
        return new Completion(text(response.get()), tokens);
      }
      Failure failure =
          exchange
              .failure()
              .orElseGet(() -> Failure.lasting(Reason.USELESS, "not the protocol, or a refusal"));
      pause(failure, tries, budget);
    }
  }

  // The library trusts its endpoint: on a message without a body, a list with a hole, a number for
  // a text it throws whatever comes. All of that is one thing here, no usable answer.
  private Optional<ChatResponse> ask(Exchange exchange, Prompt prompt, Budget budget) {
    ChatRequest request = ChatRequest.builder().messages(messages(prompt)).build();
    try {
      return options.streaming()
          ? Streamed.answer(streaming(exchange, budget), request)
          : Optional.of(whole(exchange, budget).chat(request));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private OpenAiChatModel whole(Exchange exchange, Budget budget) {
    var builder =
        OpenAiChatModel.builder()
            .httpClientBuilder(exchange.builder())
            .baseUrl(endpoint.baseUrl().toString())
            .modelName(endpoint.model())
            .maxCompletionTokens(budget.tokensLeft())
            .maxRetries(0);
    endpoint.apiKey().map(Secret::revealText).ifPresent(builder::apiKey);
    return builder.build();
  }

  private OpenAiStreamingChatModel streaming(Exchange exchange, Budget budget) {
    var builder =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(exchange.builder())
            .baseUrl(endpoint.baseUrl().toString())
            .modelName(endpoint.model())
            .maxCompletionTokens(budget.tokensLeft());
    endpoint.apiKey().map(Secret::revealText).ifPresent(builder::apiKey);
    return builder.build();
  }

  private static List<ChatMessage> messages(Prompt prompt) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from(prompt.instructions()));
    for (Message turn : prompt.turns()) {
      messages.add(
          turn.isFromUser() ? UserMessage.from(turn.content()) : AiMessage.from(turn.content()));
    }
    return messages;
  }

  private String text(ChatResponse response) {
    String text = response.aiMessage().text();
    FinishReason end = response.finishReason();
    // Some endpoints give no reason, but a stream without one may have broken off.
    boolean finished = end == FinishReason.STOP || (end == null && !options.streaming());
    if (text == null || text.isBlank() || !finished) {
      throw new LanguageModelUnavailableException(Reason.USELESS, "no text, or not all of it");
    }
    return text;
  }

  private static int tokens(ChatResponse response) {
    if (response.tokenUsage() != null && response.tokenUsage().outputTokenCount() != null) {
      return Math.max(0, response.tokenUsage().outputTokenCount());
    }
    // Three characters or more make a token in every language that models speak well.
    String text = response.aiMessage().text();
    return text == null ? 1 : text.length() / 3 + 1;
  }

  private void pause(Failure failure, int tries, Budget budget) {
    if (!failure.passing() || tries >= MAX_TRIES) {
      throw failure.asException();
    }
    Duration delay = delays.delay(tries, failure.wish()).orElseThrow(failure::asException);
    if (delay.compareTo(budget.timeLeft()) >= 0) {
      throw failure.asException();
    }
    try {
      pause.pause(delay);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failure.asException();
    }
  }

  /// Hangs up.
  @Override
  public void close() {
    client.shutdownNow();
  }

  @Override
  public String toString() {
    return "OpenAiModel[" + endpoint + "]";
  }
}
