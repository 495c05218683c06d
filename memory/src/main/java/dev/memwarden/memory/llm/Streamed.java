package dev.memwarden.memory.llm;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Optional;

/// Collects an answer that comes in pieces. One error spoils all of it.
final class Streamed implements StreamingChatResponseHandler {
  private Optional<ChatResponse> answer = Optional.empty();
  private boolean spoilt;

  private Streamed() {}

  /// The whole answer; empty if it came with errors. Returns when the stream has ended, since the
  /// [Exchange] beneath reads it on this thread.
  static Optional<ChatResponse> answer(OpenAiStreamingChatModel model, ChatRequest request) {
    Streamed streamed = new Streamed();
    model.chat(request, streamed);
    return streamed.answer.filter(_ -> !streamed.spoilt);
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    answer = Optional.of(response);
  }

  @Override
  public void onError(Throwable why) {
    spoilt = true;
  }
}
