package dev.memwarden.auth.signature;

import dev.memwarden.auth.signature.FieldScanner.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the one member of `Signature-Input` says (RFC 9421 §4.1): what a signature covers, and its
/// parameters (§2.3).
///
/// @param label ties it to the member of `Signature`
/// @param components names of what is covered, in order, without parameters
/// @param serialized the value of the member in the form in which it is signed
record SignatureInput(
    String label,
    List<String> components,
    Optional<Long> created,
    Optional<Long> expires,
    Optional<String> nonce,
    Optional<String> keyId,
    Optional<String> algorithm,
    String serialized) {

  /// Most components that are read.
  static final int MAX_COMPONENTS = 32;

  SignatureInput {
    components = List.copyOf(components);
  }

  /// Reads the field.
  ///
  /// @return empty for several signatures, parameters or components that come twice, component
  ///   parameters, parameters that are not known here, and whatever is no such field
  static Optional<SignatureInput> parse(String field) {
    try {
      FieldScanner scanner = new FieldScanner(field);
      String label = scanner.key();
      scanner.take('=');
      Set<String> components = components(scanner);
      Parameters parameters = new Parameters();
      while (scanner.takes(';')) {
        scanner.skip(' ');
        parameters.read(scanner);
      }
      return scanner.another()
          ? Optional.empty()
          : Optional.of(parameters.of(label, List.copyOf(components)));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private static Set<String> components(FieldScanner scanner) throws MalformedException {
    Set<String> components = new LinkedHashSet<>();
    scanner.take('(');
    boolean apart = true;
    scanner.skip(' ');
    while (!scanner.takes(')')) {
      if (!apart || components.size() == MAX_COMPONENTS || !components.add(scanner.string())) {
        throw new MalformedException();
      }
      apart = scanner.skip(' ');
    }
    return components;
  }

  /// The parameters as they are read.
  private static final class Parameters {
    private final Set<String> names = new LinkedHashSet<>();
    private final StringBuilder serialized = new StringBuilder();
    private Optional<Long> created = Optional.empty();
    private Optional<Long> expires = Optional.empty();
    private Optional<String> nonce = Optional.empty();
    private Optional<String> keyId = Optional.empty();
    private Optional<String> algorithm = Optional.empty();

    void read(FieldScanner scanner) throws MalformedException {
      String name = scanner.key();
      scanner.take('=');
      if (!names.add(name)) {
        throw new MalformedException();
      }
      serialized.append(';').append(name).append('=');
      switch (name) {
        case "created" -> created = Optional.of(number(scanner));
        case "expires" -> expires = Optional.of(number(scanner));
        case "nonce" -> nonce = Optional.of(text(scanner));
        case "keyid" -> keyId = Optional.of(text(scanner));
        case "alg" -> algorithm = Optional.of(text(scanner));
        // Also "tag": it says that the signature is for an application, and we are none.
        default -> throw new MalformedException();
      }
    }

    private long number(FieldScanner scanner) throws MalformedException {
      long value = scanner.integer();
      serialized.append(value);
      return value;
    }

    private String text(FieldScanner scanner) throws MalformedException {
      String value = scanner.string();
      serialized.append(quoted(value));
      return value;
    }

    SignatureInput of(String label, List<String> components) {
      List<String> quoted = new ArrayList<>();
      components.forEach(component -> quoted.add(quoted(component)));
      return new SignatureInput(
          label,
          components,
          created,
          expires,
          nonce,
          keyId,
          algorithm,
          "(" + String.join(" ", quoted) + ")" + serialized);
    }
  }

  /// A string as structured fields write it (RFC 9651 §4.1.6).
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
