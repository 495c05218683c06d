package dev.memwarden.auth.signature;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The bytes that are signed (RFC 9421 §2.5).
final class SignatureBase {
  private SignatureBase() {}

  /// What a signature of `message` that covers what `input` says is made of.
  ///
  /// @return empty if something that is covered is not there or not understood, or could be taken
  ///   for several lines
  static Optional<byte[]> of(SignatureInput input, SignedMessage message) {
    StringBuilder base = new StringBuilder();
    for (String component : input.components()) {
      Optional<String> value = message.component(component).filter(SignatureBase::isOneLine);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      base.append(SignatureInput.quoted(component)).append(": ").append(value.get()).append('\n');
    }
    base.append("\"@signature-params\": ").append(input.serialized());
    return Optional.of(base.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  // And of bytes alone: other characters would all become the same question mark.
  private static boolean isOneLine(String value) {
    return value.chars().allMatch(c -> c != '\n' && c != '\r' && c <= 0xff);
  }
}
