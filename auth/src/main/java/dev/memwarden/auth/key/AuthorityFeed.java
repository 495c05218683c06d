package dev.memwarden.auth.key;

/// The numbered changes of authority that any process made.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface AuthorityFeed {

  /// Number of the last change; 0 before the first.
  long last();

  /// What happened after the change of this number. Whatever is read from the store from now on is
  /// as new.
  News after(long seq);

  /// What happened.
  ///
  /// @param last number of the last change
  /// @param matters whether anything happened that may concern what is remembered
  record News(long last, boolean matters) {}
}
