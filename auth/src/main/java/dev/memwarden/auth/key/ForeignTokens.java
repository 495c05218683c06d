package dev.memwarden.auth.key;

import dev.memwarden.auth.slow.SlowHash;
import java.util.Map;
import java.util.Optional;

/// Tokens that another system keeps as slow hashes, and goes on keeping: it makes them and ends
/// them, and what it has at the moment is what counts.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the other system cannot
/// answer.
public interface ForeignTokens {

  /// The hashes of all tokens that are there, each with the tag that was noted for it, if one was.
  /// **Cost**: may be that of looking at all that the other system has.
  Map<SlowHash, Optional<Tag>> hashes();

  /// The token of this hash, as it is there now; empty if it is gone. **Cost**: one round trip.
  Optional<ForeignToken> find(SlowHash hash);

  /// Notes the tag of the text of a hash, where every server of the same master key finds it. Only
  /// spares work: whether it is kept, and for how long, is the other system's affair.
  void note(SlowHash hash, Tag tag);
}
