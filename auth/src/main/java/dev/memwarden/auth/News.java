package dev.memwarden.auth;

/// What has changed of who may do what, on whichever server.
public interface News {
  /// For whoever is told of nothing.
  News NONE =
      new News() {
        @Override
        public long count() {
          return 0;
        }

        @Override
        public void hear() {
          // there is nobody to ask
        }
      };

  /// How many changes are known here: as long as it is the same, everybody is who they were. Does
  /// not block.
  long count();

  /// Returns when every change is known here that anybody, anywhere, had acknowledged before this
  /// was called. May block.
  ///
  /// @throws StoreUnavailableException if that cannot be known
  void hear();
}
