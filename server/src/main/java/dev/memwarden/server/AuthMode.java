package dev.memwarden.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether callers must prove who they are. They must, unless that was switched off outright.
public enum AuthMode {
  /// Every request needs a credential.
  ON,
  /// Every caller is taken for an administrator. For development only.
  OFF;

  /// What is said at every start without authentication.
  public static final String WARNING = "Authentication is DISABLED - suitable for development only";

  // As Zep says it.
  static final String NO_SECRET =
      "Auth secret not set. Ensure ZEP_AUTH_SECRET is set in your environment.";

  /// All that has a say in it.
  ///
  /// @param mode `AUTH_MODE`
  /// @param disable `DISABLE_AUTH`
  /// @param tokens `TOKEN_AUTH_ENABLED`
  /// @param zep `ZEP_AUTH_REQUIRED`
  /// @param zepSecret whether `ZEP_AUTH_SECRET` is set
  /// @param oauth2 whether any `OAUTH2_…` is set
  /// @param apiKeys whether `API_KEYS` names at least one key
  /// @param host the address to listen on
  /// @param allowOpen `MEMWARDEN_ALLOW_OPEN`
  record Switches(
      Optional<String> mode,
      Optional<Boolean> disable,
      Optional<Boolean> tokens,
      Optional<Boolean> zep,
      boolean zepSecret,
      boolean oauth2,
      boolean apiKeys,
      String host,
      boolean allowOpen) {}

  /// @throws InvalidConfigurationException if the switches contradict each other, ask for what this
  ///   release cannot do, or would leave the server open to the network
  static AuthMode of(Switches switches) {
    List<String> off = offSwitches(switches);
    List<String> unsupported = unsupported(switches);
    List<String> on = new ArrayList<>(unsupported);
    if (switches.apiKeys()) {
      on.add("API_KEYS");
    }
    if (isFalse(switches.disable())) {
      on.add("DISABLE_AUTH=false");
    }
    addZep(on, switches);
    if (!off.isEmpty() && !on.isEmpty()) {
      throw contradiction(off.getFirst(), on.getFirst());
    }
    if (is(switches.mode(), "token") && isFalse(switches.tokens())) {
      throw contradiction("TOKEN_AUTH_ENABLED=false", "AUTH_MODE=token");
    }
    if (isTrue(switches.zep()) && !switches.zepSecret()) {
      throw new InvalidConfigurationException(NO_SECRET);
    }
    if (!unsupported.isEmpty()) {
      throw new InvalidConfigurationException(
          unsupported.getFirst()
              + " is not supported yet: this release accepts API keys and tokens of a shared secret. Remove"
              + " it, and make keys with 'memwarden key add' or API_KEYS");
    }
    if (off.isEmpty()) {
      return ON;
    }
    if (!isLoopback(switches.host()) && !switches.allowOpen()) {
      throw new InvalidConfigurationException(
          off.getFirst()
              + " on "
              + switches.host()
              + " would give everybody on the network all memories; if that is meant, set"
              + " MEMWARDEN_ALLOW_OPEN=true");
    }
    return OFF;
  }

  /// Whether `host` can be reached from this machine only. A name other than `localhost` counts as
  /// one that cannot.
  static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static List<String> offSwitches(Switches switches) {
    List<String> off = new ArrayList<>();
    if (isTrue(switches.disable())) {
      off.add("DISABLE_AUTH=true");
    }
    if (is(switches.mode(), "disabled")) {
      off.add("AUTH_MODE=disabled");
    }
    if (isFalse(switches.zep())) {
      off.add("ZEP_AUTH_REQUIRED=false");
    }
    return off;
  }

  // A secret beside ZEP_AUTH_REQUIRED=false is what the settings of the original look like.
  private static void addZep(List<String> on, Switches switches) {
    if (isTrue(switches.zep())) {
      on.add("ZEP_AUTH_REQUIRED=true");
    }
    if (switches.zepSecret() && !isFalse(switches.zep())) {
      on.add("ZEP_AUTH_SECRET");
    }
  }

  private static List<String> unsupported(Switches switches) {
    List<String> unsupported = new ArrayList<>();
    switches.mode().ifPresent(mode -> addMode(unsupported, mode));
    if (isTrue(switches.tokens())) {
      unsupported.add("TOKEN_AUTH_ENABLED=true");
    }
    if (switches.oauth2()) {
      unsupported.add("OAUTH2_ISSUER_URL, _AUDIENCE, _JWKS_URL or _ALGORITHMS");
    }
    return unsupported;
  }

  private static void addMode(List<String> unsupported, String mode) {
    switch (mode) {
      case "disabled" -> {}
      case "token", "oauth2" -> unsupported.add("AUTH_MODE=" + mode);
      default ->
          throw new InvalidConfigurationException(
              "AUTH_MODE must be disabled, token or oauth2, or be left out");
    }
  }

  private static InvalidConfigurationException contradiction(String one, String other) {
    return new InvalidConfigurationException(
        one + " contradicts " + other + "; remove one of them");
  }

  private static boolean is(Optional<String> value, String wanted) {
    return value.filter(wanted::equals).isPresent();
  }

  private static boolean isTrue(Optional<Boolean> value) {
    return value.orElse(false);
  }

  private static boolean isFalse(Optional<Boolean> value) {
    return !value.orElse(true);
  }
}
