package dev.memwarden.memory;

/// One turn of a conversation.
///
/// @param role who spoke: `user`, `assistant`, `system`, or another word of the client
public record Message(String role, String content) {

  /// Something that the user said.
  public static Message ofUser(String content) {
    return new Message("user", content);
  }

  /// Whether the user spoke.
  public boolean isFromUser() {
    return role.equals("user");
  }

  /// Whether the assistant spoke.
  public boolean isFromAssistant() {
    return role.equals("assistant");
  }
}
