package dev.memwarden.memory.llm;

import dev.memwarden.memory.Message;
import java.util.ArrayList;
import java.util.List;

/// What a model is asked.
///
/// @param instructions what it shall do; ours alone, never anything that somebody stored or said
/// @param turns the data, and what was said about it since; the last one is the user's
public record Prompt(String instructions, List<Message> turns) {
  public Prompt {
    turns = List.copyOf(turns);
  }

  /// Asks about `data`.
  public static Prompt of(String instructions, String data) {
    return new Prompt(instructions, List.of(Message.ofUser(data)));
  }

  /// The same conversation, after the model said `answer` and was told `objection`.
  public Prompt continued(String answer, String objection) {
    List<Message> longer = new ArrayList<>(turns);
    longer.add(new Message("assistant", answer));
    longer.add(Message.ofUser(objection));
    return new Prompt(instructions, longer);
  }

  /// Length in UTF-16 characters.
  public int length() {
    return instructions.length() + turns.stream().mapToInt(turn -> turn.content().length()).sum();
  }
}
