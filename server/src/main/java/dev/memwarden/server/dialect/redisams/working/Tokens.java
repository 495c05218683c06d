package dev.memwarden.server.dialect.redisams.working;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// About how many tokens a text is. Each model has its own way to cut text, and this wire does not
/// say which is meant: four bytes of UTF-8 are taken for one token, which is about right for
/// English and other alphabets, and a little short for Chinese and Japanese; a message counts four
/// more.
final class Tokens {
  private static final int BYTES = 4;
  private static final int PER_MESSAGE = 4;

  private Tokens() {}

  static long of(String text) {
    return (text.getBytes(StandardCharsets.UTF_8).length + BYTES - 1) / BYTES;
  }

  static long of(Said message) {
    return of(message.content()) + PER_MESSAGE;
  }

  static long of(Optional<String> context, List<Said> messages) {
    return context.map(Tokens::of).orElse(0L) + messages.stream().mapToLong(Tokens::of).sum();
  }
}
