package dev.memwarden.server.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// The blocks of a PEM file (RFC 7468). What stands between them is text for people.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String ENCRYPTED = "ENCRYPTED";

  private Pem() {}

  /// One block.
  ///
  /// @param label such as `CERTIFICATE`
  /// @param text in Base64, perhaps behind header fields (RFC 1421 §4.4)
  record Block(String label, String text) {

    /// Whether a passphrase is needed to read it.
    boolean isEncrypted() {
      return label.startsWith(ENCRYPTED) || text.contains(ENCRYPTED);
    }

    /// What is in it.
    ///
    /// @throws IllegalArgumentException if it is no Base64
    byte[] bytes() {
      return Base64.getMimeDecoder().decode(text);
    }

    /// The label only: the text may be a key.
    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }

  static List<Block> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> new Block(block.group(1), block.group(2)))
        .toList();
  }
}
