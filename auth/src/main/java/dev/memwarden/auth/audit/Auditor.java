package dev.memwarden.auth.audit;

import dev.memwarden.auth.Identity;

/// Hears of what is done, and sees to it that it is written down. Thread-safe.
///
/// What touches memory is told with [#record], and nothing of it may leave before that has
/// returned; everything else costs the caller no more than a look into memory.
public interface Auditor {

  /// Writes nothing down.
  Auditor NONE =
      new Auditor() {
        @Override
        public void ready() {}

        @Override
        public void record(AuditEvent event) {}

        @Override
        public void note(AuditEvent event) {}

        @Override
        public void count(Identity who, Object via) {}
      };

  /// Whether what is done now could be written down: to be asked before anything is done that
  /// [#record] will be told.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if it could not, and must be
  void ready();

  /// That this was done. May block.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if it could not be written down, and must
  ///   be: nobody may learn then what came of it
  void record(AuditEvent event);

  /// That this happened. The first of its like is written soon, the others of the same minute are
  /// counted in one entry. Never blocks.
  void note(AuditEvent event);

  /// That `who` was allowed something that touches no memory: counted per credential, way and
  /// minute. Never blocks.
  ///
  /// @param via the way it took, always the same for one way, whose text is asked for later
  void count(Identity who, Object via);
}
