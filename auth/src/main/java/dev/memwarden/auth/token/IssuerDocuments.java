package dev.memwarden.auth.token;

import java.net.URI;

/// Gets the documents that issuers publish. Bounded in time and size; leads nowhere that `address`
/// does not name.
@FunctionalInterface
public interface IssuerDocuments {

  /// Gets one document. May block.
  ///
  /// @param address where it is
  /// @param near an address that the operator wrote down: on its very host and port the document
  ///   may lie even if that is private, and nowhere else
  Answer get(URI address, URI near);

  /// What came of it.
  sealed interface Answer {
    /// The document.
    record Document(byte[] bytes) implements Answer {}

    /// There is none at this address.
    record Absent() implements Answer {}

    /// It is not known whether there is one.
    ///
    /// @param why for the log
    record Failed(String why) implements Answer {}
  }
}
