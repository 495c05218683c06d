package dev.memwarden.server.leak;

import dev.memwarden.auth.token.P256Key;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The public keys of a code host: `{"public_keys": [{"key_identifier": …, "key": PEM}, …]}`.
/// Whether one is current says which the host signs with now, and is not looked at: what an older
/// one has signed is still from the host.
record HostKeys(Map<String, P256Key> byId) {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final int MAX_PEM = 1_000; // one of P-256 has 178 characters

  HostKeys {
    byId = Map.copyOf(byId);
  }

  /// Reads what the host publishes. Keys that are not on P-256 are left out.
  ///
  /// @return empty if it is no list of keys, or gives one id to two: then nothing in it is to be
  ///   trusted
  static Optional<HostKeys> parse(byte[] document) {
    return Json.parse(document) instanceof Parsed.Value(JsonNode node)
            && node.path("public_keys").isArray()
        ? of(node.path("public_keys"))
        : Optional.empty();
  }

  private static Optional<HostKeys> of(JsonNode items) {
    Map<String, P256Key> keys = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode item : items) {
      JsonNode id = item.path("key_identifier");
      JsonNode pem = item.path("key");
      if (!id.isString() || !pem.isString() || !ids.add(id.stringValue())) {
        return Optional.empty();
      }
      key(pem.stringValue()).ifPresent(key -> keys.put(id.stringValue(), key));
    }
    return Optional.of(new HostKeys(keys));
  }

  /// The key of exactly this id.
  Optional<P256Key> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  // RFC 7468 §13.
  private static Optional<P256Key> key(String pem) {
    String text = pem.strip();
    if (text.length() > MAX_PEM
        || text.length() < BEGIN.length() + END.length()
        || !text.startsWith(BEGIN)
        || !text.endsWith(END)) {
      return Optional.empty();
    }
    String inner = text.substring(BEGIN.length(), text.length() - END.length());
    return Base64Text.decode(inner.replaceAll("\\s", "")).flatMap(P256Key::parse);
  }
}
