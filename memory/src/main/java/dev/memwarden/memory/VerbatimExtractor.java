package dev.memwarden.memory;

import java.util.List;

/// Remembers without a language model: each message of the user as it stands, trimmed; blank ones
/// are skipped, and what others said is not remembered. Relations come from [FirstPerson]
/// statements.
public final class VerbatimExtractor implements Extractor {

  @Override
  public List<Fact> extract(String owner, List<Message> conversation) {
    return conversation.stream()
        .filter(Message::isFromUser)
        .map(message -> message.content().strip())
        .filter(text -> !text.isEmpty())
        .map(text -> new Fact(text, FirstPerson.relations(owner, text)))
        .toList();
  }
}
