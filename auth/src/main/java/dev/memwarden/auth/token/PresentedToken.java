package dev.memwarden.auth.token;

import dev.memwarden.auth.Secret;
import java.util.Optional;
import java.util.function.Function;

/// A token that somebody presented, taken apart and not verified: nothing in it is to be believed.
/// Opaque to all but the judges of this package.
public final class PresentedToken {
  private final Secret text;
  private final CompactJws jws;

  private PresentedToken(Secret text, CompactJws jws) {
    this.text = text;
    this.jws = jws;
  }

  /// Takes `text` apart for as long as `use` runs.
  ///
  /// @return empty if it cannot be taken apart
  static <T> Optional<T> lend(Secret text, Function<PresentedToken, T> use) {
    return text.reveal(
        bytes -> CompactJws.parse(bytes).map(jws -> use.apply(new PresentedToken(text, jws))));
  }

  Secret text() {
    return text;
  }

  CompactJws jws() {
    return jws;
  }

  @Override
  public String toString() {
    return "PresentedToken[redacted]";
  }
}
