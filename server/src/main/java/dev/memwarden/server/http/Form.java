package dev.memwarden.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a body in `application/x-www-form-urlencoded`. Each may come once; one without
/// a value counts as left out (RFC 6749 §3.2).
public final class Form {
  private final Map<String, String> values;

  private Form(Map<String, String> values) {
    this.values = values;
  }

  /// Reads a body.
  ///
  /// @return empty if it is no form, or has a parameter twice
  public static Optional<Form> parse(Body body) {
    try {
      String text =
          StandardCharsets.US_ASCII.newDecoder().decode(ByteBuffer.wrap(body.bytes())).toString();
      return RequestTarget.query(text).flatMap(Form::of);
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static Optional<Form> of(Map<String, List<String>> parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      if (parameter.getValue().size() > 1) {
        return Optional.empty();
      }
      if (!parameter.getValue().getFirst().isEmpty()) {
        values.put(parameter.getKey(), parameter.getValue().getFirst());
      }
    }
    return Optional.of(new Form(values));
  }

  /// The value of a parameter.
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Names only: secrets are in the values.
  @Override
  public String toString() {
    return "Form" + values.keySet();
  }
}
