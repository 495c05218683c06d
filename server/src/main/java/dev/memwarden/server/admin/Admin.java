package dev.memwarden.server.admin;

/// Does what an administrator asks for, here or in the server that holds the data folder.
@FunctionalInterface
public interface Admin {

  /// Does one thing. May block.
  ///
  /// @return a refusal is an ordinary reply
  /// @throws dev.memwarden.auth.StoreUnavailableException if the answer cannot be known now
  /// @throws ControlException if the server that should answer does not
  AdminReply ask(AdminRequest request);
}
