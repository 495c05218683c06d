package dev.memwarden.server.http;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Identity;
import dev.memwarden.server.api.Entry;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One thing that a dialect can do. A route says what it needs by its type, and what the documents
/// say about it: none can exist without.
public sealed interface Route {

  /// Method and path.
  Match match();

  /// What the documents say about it.
  Entry entry();

  /// Anyone may call it: health, documents. Never given an [Allow], so it cannot reach memory.
  record Open(Match match, Entry entry, Function<Call, Reply> answer) implements Route {}

  /// Shows an authenticated caller itself, from memory alone, on the event loop. Never given an
  /// [Allow], so it cannot reach memory either.
  record Self(Match match, Entry entry, Function<Identity, Reply> answer) implements Route {}

  /// Trades what the caller presents for something else, such as a key for tokens. The route judges
  /// it itself, on a virtual thread, as it may come in a body. Never given an [Allow], so it cannot
  /// reach memory.
  ///
  /// @param shows how callers say who they are, for the documents
  record Trade(Match match, Entry entry, Shows shows, Function<Presented, Traded> trade)
      implements Route {}

  /// How callers of a [Trade] say who they are.
  enum Shows {
    /// As everywhere else.
    CREDENTIAL,
    /// As OAuth clients do: id and secret, in `Authorization: Basic` or the body (RFC 6749 §2.3.1).
    CLIENT,
    /// As either.
    EITHER,
    /// By a signature over the body, in header fields of their own. The body may be as large as
    /// that of somebody known, up to [Pipeline#MAX_SIGNED_BODY], as nobody is before it is there.
    SIGNATURE
  }

  /// Policy decides on the demands of the decoded request; only then the work is done, on a virtual
  /// thread.
  ///
  /// @param demands at least one per request; all must be met before any part acts
  /// @param perform does the work with the proof
  /// @param rows whose memory the reply shows: one box per row, as far as the reply tells. A reply
  ///   that shows anything outside of the reach is a fault and never leaves
  record Guarded<Q>(
      Match match,
      Entry entry,
      Wire<Q> wire,
      BiFunction<Identity, Q, List<Demand>> demands,
      BiFunction<Allow, Q, Reply> perform,
      Function<Reply, List<Box>> rows)
      implements Route {}
}
