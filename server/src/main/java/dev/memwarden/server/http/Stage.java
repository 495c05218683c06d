package dev.memwarden.server.http;

import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.audit.Correlation;
import dev.memwarden.auth.signature.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// How far a request has come.
sealed interface Stage {

  /// What is known of a request once its route is.
  ///
  /// @param known how many changes of authority were, when it began
  record Exchange(
      Method method,
      RequestTarget target,
      Routes.Found.Hit hit,
      InetAddress from,
      String correlationId,
      Observed observed,
      long known) {

    /// What ties the audit log's entries of this request to each other.
    Correlation correlation() {
      return new Correlation(correlationId, from.getHostAddress(), hit.route().match().toString());
    }

    /// Passes `stage` on, and tells if it is the last.
    Stage told(Stage stage) {
      switch (stage) {
        case Answered(Answer answer) -> told(answer);
        case Delayed(Answer answer) -> told(answer);
        case Unjudged _, Ready _ -> {}
      }
      return stage;
    }

    /// Passes the answer on, and tells of it.
    Answer told(Answer answer) {
      observed.answered(answer.reply().status());
      return answer;
    }
  }

  /// Done, without any body.
  record Answered(Answer answer) implements Stage {}

  /// Done, but not to be told yet: whoever fails too often shall not find out how fast we are.
  record Delayed(Answer answer) implements Stage {}

  /// A store has to say who this is, which may block. Nothing of the body is read before.
  record Unjudged(Exchange exchange, Credential credential, Head head) implements Stage {}

  /// Wants the body; what comes then may block.
  ///
  /// @param identity empty if anybody may call the route, or it judges by itself
  /// @param signature what was found of it, if the credential demands one
  /// @param brought what a route judges by itself
  /// @param limits what the reply will say about the limits of the caller
  /// @param maxBody most bytes that may come
  record Ready(
      Exchange exchange,
      Optional<Identity> identity,
      Optional<Verdict.Genuine> signature,
      Optional<Brought> brought,
      List<Reply.Header> limits,
      int maxBody)
      implements Stage {

    /// Whether `body` is the one that was signed, if one had to be.
    boolean isAsSigned(Body body) {
      return signature.isEmpty() || signature.get().covers(body.bytes());
    }

    /// Whether nobody is known and more may come than anybody else may send: such bodies have room
    /// of their own.
    boolean isLargeOfStranger() {
      return identity.isEmpty() && maxBody > Pipeline.MAX_OPEN_BODY;
    }

    /// Whether it counts as work: what anybody may see is cheap, and tells whether the server
    /// lives.
    boolean isWork() {
      return identity.isPresent() || brought.isPresent();
    }
  }

  /// What the head of a request presents.
  ///
  /// @param fields all of it
  /// @param client what an OAuth client says of itself
  record Brought(Headers fields, Credential credential, Optional<Client> client) {}
}
