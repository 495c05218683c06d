package dev.memwarden.server.leak;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.token.IssuerDocuments;
import dev.memwarden.auth.token.IssuerDocuments.Answer;
import dev.memwarden.auth.token.P256Key;
import dev.memwarden.auth.token.PublishedKeys;
import dev.memwarden.auth.token.SignatureTurns;
import dev.memwarden.server.http.Body;
import dev.memwarden.server.http.Headers;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A code host, which signs what it reports with a key that it publishes: ECDSA with SHA-256 on
/// P-256, over the bytes of the body. Thread-safe.
///
/// Its keys are fetched when a report comes, if they were not seen for [PublishedKeys#FRESH], and
/// used for [PublishedKeys#MAX_AGE] at most while the host does not answer.
public final class CodeHost {

  /// Names the key that has signed.
  public static final String KEY_FIELD = "Github-Public-Key-Identifier";

  /// The signature, in Base64 of DER.
  public static final String SIGNATURE_FIELD = "Github-Public-Key-Signature";

  /// The least time between two fetches: whatever strangers send, the host is asked less often in
  /// an hour (36 times) than GitHub answers who shows no token (60).
  public static final Duration PAUSE = Duration.ofMinutes(2);

  // One on P-256 has 72 bytes at most.
  private static final int MAX_SIGNATURE = 96;

  private static final Logger LOG = LoggerFactory.getLogger(CodeHost.class);

  private final PublishedKeys<HostKeys> keys;
  private final SignatureTurns turns;

  /// @param address of its keys, as the operator wrote it
  /// @param documents gets them
  /// @param turns bound how many signatures are checked at once
  public CodeHost(
      URI address, IssuerDocuments documents, SignatureTurns turns, InstantSource clock) {
    this.keys = new PublishedKeys<>("a code host", () -> fetch(address, documents), PAUSE, clock);
    this.turns = turns;
  }

  /// What is found of a signature.
  public sealed interface Finding {

    /// It is the host's.
    ///
    /// @param keyId of the key that has signed
    record Genuine(String keyId) implements Finding {}

    /// It is not, or there is none.
    record Rejected(Refusal why) implements Finding {}
  }

  /// Whether the host has signed `body`. Nothing of the body is read. May block.
  ///
  /// @param fields of the request
  /// @throws dev.memwarden.auth.StoreUnavailableException if that cannot be known now
  public Finding judge(Headers fields, Body body) {
    List<String> ids = fields.all(KEY_FIELD);
    List<String> signatures = fields.all(SIGNATURE_FIELD);
    if (ids.isEmpty() || signatures.isEmpty()) {
      return new Finding.Rejected(Refusal.UNSIGNED);
    }
    if (ids.size() > 1 || signatures.size() > 1 || signatures.getFirst().length() > MAX_SIGNATURE) {
      return new Finding.Rejected(Refusal.MALFORMED_SIGNATURE);
    }
    Optional<byte[]> signature = Base64Text.decode(signatures.getFirst());
    if (signature.isEmpty()) {
      return new Finding.Rejected(Refusal.MALFORMED_SIGNATURE);
    }
    String id = ids.getFirst();
    Optional<P256Key> key = keys.findFresh(all -> all.find(id));
    if (key.isEmpty()) {
      return new Finding.Rejected(Refusal.UNKNOWN_SIGNING_KEY);
    }
    return turns.check(() -> key.get().verifies(body.bytes(), signature.get()))
        ? new Finding.Genuine(id)
        : new Finding.Rejected(Refusal.WRONG_SIGNATURE);
  }

  private static Optional<HostKeys> fetch(URI address, IssuerDocuments documents) {
    return switch (documents.get(address, address)) {
      case Answer.Document(byte[] bytes) -> {
        Optional<HostKeys> read = HostKeys.parse(bytes);
        yield read.isPresent() ? read : none("what it publishes cannot be trusted");
      }
      case Answer.Absent _ -> none("there are none at this address");
      case Answer.Failed(String why) -> none(why);
    };
  }

  private static Optional<HostKeys> none(String why) {
    LOG.atWarn().addKeyValue("cause", why).log("the keys of the code host could not be fetched");
    return Optional.empty();
  }
}
