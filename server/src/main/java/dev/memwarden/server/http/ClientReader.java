package dev.memwarden.server.http;

import dev.memwarden.auth.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads `Authorization: Basic`, as OAuth clients send it: id and secret, each encoded as in a
/// form, with a colon between, in Base64 (RFC 6749 §2.3.1, RFC 7617). Other routes take no
/// passwords.
final class ClientReader {
  private static final String SCHEME = "basic ";

  private ClientReader() {}

  /// The client; empty if there is none, more than one field, or one that cannot be read.
  static Optional<Client> read(Headers headers) {
    List<String> fields = headers.all("Authorization");
    if (fields.size() != 1
        || headers.has("X-API-Key")
        || !fields.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || fields.getFirst().length() > CredentialReader.MAX_LENGTH) {
      return Optional.empty();
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(fields.getFirst().substring(SCHEME.length()));
      pair = new String(decoded, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Optional<String> id = RequestTarget.decode(pair.substring(0, colon), true);
    return RequestTarget.decode(pair.substring(colon + 1), true)
        .flatMap(secret -> id.map(name -> new Client(name, Secret.of(secret))));
  }
}
