package dev.memwarden.memory;

import java.util.List;

/// Remembers without a language model: each message of the user as it stands, trimmed; blank ones
/// are skipped, and what others said is not remembered. Relations come from [FirstPerson]
/// statements.
public final class VerbatimExtractor implements Extractor {

  /// Its name in a [Fallback].
  public static final String MODE = "verbatim";

  @Override
  public int appetite() {
    return 0;
  }

  @Override
  public Extraction extract(String owner, List<Message> conversation, List<Memory> known) {
    return Extraction.of(
        conversation.stream()
            .filter(Message::isFromUser)
            .map(message -> message.content().strip())
            .filter(text -> !text.isEmpty())
            .map(text -> new Change.Add(text, FirstPerson.relations(owner, text)))
            .toList());
  }
}
