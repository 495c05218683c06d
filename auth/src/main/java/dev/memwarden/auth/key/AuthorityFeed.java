package dev.memwarden.auth.key;

/// The numbered changes of authority that any process made.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface AuthorityFeed {

  /// The last change; [Mark#NONE] before the first.
  Mark last();

  /// What happened after a change. Whatever is read from the store from now on is as new.
  ///
  /// @param seen as [#last] or [News] had it
  News after(Mark seen);

  /// One change.
  ///
  /// @param what happened, so that a change is told from another one that has its number because a
  ///   database lost the last ones and gave out their numbers again
  record Mark(long seq, String what) {

    /// Before the first.
    public static final Mark NONE = new Mark(0, "");
  }

  /// What happened.
  ///
  /// @param last the last change
  /// @param matters whether anything happened that may concern what is remembered; also if the
  ///   change that was seen is not there: then nobody knows what else was lost with it
  record News(Mark last, boolean matters) {}
}
