package dev.memwarden.auth.signature;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A request as signatures see it.
///
/// @param method as it stands in the request line
/// @param base the URL under which clients reach the server, such as `https://memory.example.com`,
///   without a slash at its end. Never taken from the request: `Host` is the caller's word
/// @param target path and query as they stand in the request line, which begin with a slash
/// @param fields all values of the header fields of a name, one character for each byte
public record SignedMessage(
    String method, String base, String target, Function<String, List<String>> fields) {

  /// The value of a component (RFC 9421 §2.1 and §2.2).
  ///
  /// @return empty if the request has none of that name, or it is none that is understood
  Optional<String> component(String name) {
    return switch (name) {
      case "@method" -> Optional.of(method);
      case "@target-uri" -> Optional.of(base + target);
      case "@scheme" -> Optional.of(base.substring(0, base.indexOf(':')).toLowerCase(Locale.ROOT));
      case "@authority" -> Optional.of(authority());
      case "@request-target" -> Optional.of(pathAndQuery());
      case "@path" -> Optional.of(path());
      case "@query" -> Optional.of(query());
      default -> isFieldName(name) ? field(name) : Optional.empty();
    };
  }

  /// The values of a field as one, in the order in which they came (§2.1).
  Optional<String> field(String name) {
    List<String> values = fields.apply(name);
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", values.stream().map(String::strip).toList()));
  }

  // In lower case only (§2.1): one field has one name.
  private static boolean isFieldName(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(c ->
                c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  // Without the port that goes without saying (§2.2.3).
  private String authority() {
    String rest = base.substring(base.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    String authority = (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
    String usual = base.regionMatches(true, 0, "https:", 0, 6) ? ":443" : ":80";
    return authority.endsWith(usual)
        ? authority.substring(0, authority.length() - usual.length())
        : authority;
  }

  private String pathAndQuery() {
    int slash = base.indexOf('/', base.indexOf("://") + 3);
    return (slash < 0 ? "" : base.substring(slash)) + target;
  }

  private String path() {
    String all = pathAndQuery();
    int mark = all.indexOf('?');
    return mark < 0 ? all : all.substring(0, mark);
  }

  private String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "?" : target.substring(mark);
  }
}
