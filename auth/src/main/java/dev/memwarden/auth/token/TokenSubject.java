package dev.memwarden.auth.token;

import dev.memwarden.auth.Principal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The `sub` of working tokens: one text for each principal, so that whoever verifies them
/// elsewhere never takes one for another (RFC 7519 §4.1.2). Users of the default tenant are their
/// id as it stands; all others say what they are.
final class TokenSubject {
  private static final List<String> PREFIXES = List.of("user:", "service:", "admin:", "tenant:");

  private TokenSubject() {}

  static String of(Principal principal) {
    if (!principal.tenant().equals(Principal.DEFAULT_TENANT)) {
      return "tenant:"
          + URLEncoder.encode(principal.tenant(), StandardCharsets.UTF_8)
          + "/"
          + principal;
    }
    boolean plain =
        principal.kind() == Principal.Kind.USER
            && PREFIXES.stream().noneMatch(principal.id()::startsWith);
    return plain ? principal.id() : principal.toString();
  }
}
