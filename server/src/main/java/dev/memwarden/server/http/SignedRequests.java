package dev.memwarden.server.http;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.signature.RequestVerifier;
import dev.memwarden.auth.signature.SignedMessage;
import dev.memwarden.auth.signature.Verdict;
import java.util.Optional;
import java.util.function.Supplier;

/// Says of a request whose credential demands a signature whether it bears a good one.
@FunctionalInterface
public interface SignedRequests {

  /// Takes no signature for good.
  SignedRequests NONE = (_, _) -> new Verdict.Rejected(Refusal.UNSIGNED);

  /// Judges the head of a request; its body is judged by [Verdict.Genuine#covers]. May block.
  ///
  /// @param who whom its credential proves, and who must have signed it
  /// @throws StoreUnavailableException if that cannot be known now
  Verdict judge(Identity who, Head head);

  /// Those that are signed for this server.
  ///
  /// @param url under which clients reach it, without a slash at its end; empty as long as that is
  ///   not known. `Host` has no say: a signature for another server must not do here
  static SignedRequests by(RequestVerifier verifier, Supplier<Optional<String>> url) {
    return (who, head) -> {
      Signer signer = who.ceiling().signer().orElseThrow();
      String base =
          url.get()
              .orElseThrow(() ->
                  new StoreUnavailableException("the server does not know its own address yet"));
      return verifier.verify(
          signer,
          who.credential().id(),
          new SignedMessage(head.method(), base, head.target(), head.headers()::all));
    };
  }
}
