package dev.memwarden.benchmarks.tokens;

import dev.memwarden.auth.Authentication;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.token.PresentedToken;
import dev.memwarden.auth.token.TokenJudge;
import java.time.Instant;
import java.util.Optional;

/// The judge of a server, which says all that it would say after a verification to whoever asks
/// what can be said quickly. So [dev.memwarden.auth.token.TokenJudges#ifCached] verifies a token,
/// and neither asks a store nor remembers it: what is left is what a library does.
record UnrememberingJudge(TokenJudge judge) implements TokenJudge {

  @Override
  public CredentialRef.Kind kind() {
    return judge.kind();
  }

  @Override
  public Optional<Authentication> ifQuick(PresentedToken token, Instant now) {
    return Optional.of(judge.verify(token, now));
  }

  @Override
  public Authentication verify(PresentedToken token, Instant now) {
    return judge.verify(token, now);
  }

  @Override
  public Optional<Identity> signedFor(PresentedToken token) {
    return judge.signedFor(token);
  }

  @Override
  public Authentication asStored(Identity proved) {
    return judge.asStored(proved);
  }

  @Override
  public boolean isConcernedBy(String id) {
    return judge.isConcernedBy(id);
  }
}
