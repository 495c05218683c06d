package dev.memwarden.memory;

/// One turn of a conversation.
///
/// @param role who spoke: `user`, `assistant`, `system`, or another word of the client
public record Message(String role, String content) {

  /// Whether the user spoke.
  public boolean isFromUser() {
    return role.equals("user");
  }
}
