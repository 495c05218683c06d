package dev.memwarden.auth.token;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Judges tokens of one kind. [TokenJudges] decides which kind a token is of, asks nobody else, and
/// remembers what is good. Implementations are thread-safe.
public interface TokenJudge {

  /// The kind, as the identities name it that this proves.
  CredentialRef.Kind kind();

  /// The judgement on the token alone where it costs less than leaving the event loop, without
  /// blocking.
  ///
  /// @return empty if [#verify] has to be asked
  Optional<Authentication> ifQuick(PresentedToken token, Instant now);

  /// Whom the token proves by itself at `now`, before any store of credentials is asked, or why it
  /// proves nobody. May block.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if that cannot be known now
  Authentication verify(PresentedToken token, Instant now);

  /// Whose token it is, whether or not it still works and is for this server; empty if it is not
  /// signed as tokens of this kind are. May block.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if that cannot be known now
  Optional<Identity> signedFor(PresentedToken token);

  /// The identity that a token of this kind proved earlier, as the store knows it now: revoked,
  /// disabled, or good as far as time and network go. May block.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
  Authentication asStored(Identity proved);

  /// How long a token that was verified is remembered before it is verified again: keys may be
  /// taken back without anybody saying so.
  ///
  /// @return empty if keys only change with the configuration
  default Optional<Duration> memory() {
    return Optional.empty();
  }

  /// Whether a change of the credential with this id may concern tokens of this kind.
  boolean isConcernedBy(String id);
}
