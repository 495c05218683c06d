package dev.memwarden.auth.signature;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Signer;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.signature.FieldScanner.MalformedException;
import dev.memwarden.auth.signature.Verdict.Genuine;
import dev.memwarden.auth.signature.Verdict.Rejected;
import dev.memwarden.auth.token.SignatureTurns;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the signature of a request (RFC 9421 §3.2).
///
/// There must be exactly one. It covers `@method`, `@target-uri` and, if there is a body,
/// `content-digest`; it may cover header fields and other parts of the target, too. Its parameters
/// are `created`, `nonce` and `keyid`, and if the client likes `expires` and `alg`; no others. It
/// counts for [#WINDOW] seconds, and its nonce once.
///
/// Thread-safe.
public final class RequestVerifier {

  /// How old a signature may be, in seconds.
  public static final long WINDOW = 60;

  /// How far the client's clock may be ahead, in seconds.
  public static final long SKEW = 5;

  /// Longest nonce that is taken, in characters.
  public static final int MAX_NONCE = 128;

  private static final Set<String> ALWAYS = Set.of("@method", "@target-uri");
  private static final String CONTENT_DIGEST = "content-digest";

  private final SignatureTurns turns;
  private final InstantSource clock;
  private final NonceMemory nonces;

  /// One that knows of no request that was made before it was, or that could have been.
  ///
  /// @param turns bounds how many signatures are checked at once
  public RequestVerifier(SignatureTurns turns, InstantSource clock) {
    this.turns = turns;
    this.clock = clock;
    this.nonces =
        new NonceMemory(
            NonceMemory.MAX_TOTAL,
            NonceMemory.MAX_OF_KEY,
            WINDOW + SKEW,
            clock.instant().getEpochSecond() + SKEW);
  }

  /// Whether `signer` has signed `message`, for the first time and lately. May block. The body is
  /// judged by [Genuine#covers].
  ///
  /// @param keyId what the signature must name as its key
  /// @throws StoreUnavailableException if that cannot be known now
  public Verdict verify(Signer signer, String keyId, SignedMessage message) {
    List<String> inputs = message.fields().apply("Signature-Input");
    List<String> signatures = message.fields().apply("Signature");
    if (inputs.isEmpty() && signatures.isEmpty()) {
      return new Rejected(Refusal.UNSIGNED);
    }
    Optional<SignatureInput> input =
        inputs.size() == 1 && signatures.size() == 1
            ? SignatureInput.parse(inputs.getFirst())
            : Optional.empty();
    Optional<byte[]> signature = input.flatMap(one -> bytes(one.label(), signatures.getFirst()));
    return signature.isEmpty()
        ? new Rejected(Refusal.MALFORMED_SIGNATURE)
        : verify(signer, keyId, message, input.orElseThrow(), signature.get());
  }

  private Verdict verify(
      Signer signer, String keyId, SignedMessage message, SignatureInput input, byte[] signature) {
    Optional<byte[]> base = SignatureBase.of(input, message);
    long now = clock.instant().getEpochSecond();
    Optional<Refusal> obstacle =
        incomplete(input)
            .or(() -> untimely(input, now))
            .or(() -> foreign(input, keyId))
            .or(() -> base.isEmpty() ? Optional.of(Refusal.MALFORMED_SIGNATURE) : Optional.empty());
    if (obstacle.isPresent()) {
      return new Rejected(obstacle.get());
    }
    if (!turns.check(() -> signer.hasSigned(base.orElseThrow(), signature))) {
      return new Rejected(Refusal.WRONG_SIGNATURE);
    }
    // Only now, or others could use up nonces that are not theirs.
    if (!nonces.isNew(keyId, input.nonce().orElseThrow(), input.created().orElseThrow(), now)) {
      return new Rejected(Refusal.REPLAYED);
    }
    if (!input.components().contains(CONTENT_DIGEST)) {
      return new Genuine(Optional.empty());
    }
    Optional<ContentDigest> digest = message.field(CONTENT_DIGEST).flatMap(ContentDigest::parse);
    return digest.isPresent() ? new Genuine(digest) : new Rejected(Refusal.WRONG_DIGEST);
  }

  private static Optional<Refusal> incomplete(SignatureInput input) {
    boolean complete =
        input.components().containsAll(ALWAYS)
            && input.created().isPresent()
            && input.keyId().isPresent()
            && input.nonce().filter(RequestVerifier::isNonce).isPresent();
    return complete ? Optional.empty() : Optional.of(Refusal.INCOMPLETE_SIGNATURE);
  }

  private static boolean isNonce(String text) {
    return !text.isEmpty() && text.length() <= MAX_NONCE;
  }

  private static Optional<Refusal> untimely(SignatureInput input, long now) {
    long created = input.created().orElseThrow();
    boolean timely =
        created <= now + SKEW
            && created >= now - WINDOW
            && input.expires().filter(end -> now >= end).isEmpty();
    return timely ? Optional.empty() : Optional.of(Refusal.UNTIMELY_SIGNATURE);
  }

  private static Optional<Refusal> foreign(SignatureInput input, String keyId) {
    boolean own =
        input.keyId().equals(Optional.of(keyId))
            && input.algorithm().filter(name -> !name.equals(Signer.ALGORITHM)).isEmpty();
    return own ? Optional.empty() : Optional.of(Refusal.WRONG_SIGNATURE);
  }

  /// The one member of `Signature`, if it has that label (§4.2).
  private static Optional<byte[]> bytes(String label, String field) {
    try {
      FieldScanner scanner = new FieldScanner(field);
      boolean same = scanner.key().equals(label);
      scanner.take('=');
      byte[] signature = scanner.bytes();
      return same && !scanner.another() ? Optional.of(signature) : Optional.empty();
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }
}
