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

  static final String NO_ISSUER =
      "OAuth2 issuer URL not configured: AUTH_MODE=oauth2 needs OAUTH2_ISSUER_URL, or issuers in"
          + " memwarden.yaml";

  /// All that has a say in it.
  ///
  /// @param redis what Redis AMS is told
  /// @param zep `ZEP_AUTH_REQUIRED`
  /// @param zepSecret whether `ZEP_AUTH_SECRET` is set
  /// @param issuers whether there is an issuer, from `OAUTH2_ISSUER_URL` or a list
  /// @param apiKeys whether `API_KEYS` names at least one key
  /// @param host the address to listen on
  /// @param allowOpen `MEMWARDEN_ALLOW_OPEN`
  record Switches(
      RedisAmsSwitches redis,
      Optional<Boolean> zep,
      boolean zepSecret,
      boolean issuers,
      boolean apiKeys,
      String host,
      boolean allowOpen) {}

  /// @throws InvalidConfigurationException if the switches contradict each other, ask for what this
  ///   release cannot do, or would leave the server open to the network
  static AuthMode of(Switches switches) {
    List<String> off = offSwitches(switches);
    List<String> on = onSwitches(switches);
    if (!off.isEmpty() && !on.isEmpty()) {
      throw new InvalidConfigurationException(
          off.getFirst() + " contradicts " + on.getFirst() + "; remove one of them");
    }
    if (isTrue(switches.zep()) && !switches.zepSecret()) {
      throw new InvalidConfigurationException(NO_SECRET);
    }
    if (switches.redis().isMode(RedisAmsSwitches.OAUTH2) && !switches.issuers()) {
      throw new InvalidConfigurationException(NO_ISSUER);
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
    if (isTrue(switches.redis().disable())) {
      off.add("DISABLE_AUTH=true");
    }
    if (switches.redis().isMode(RedisAmsSwitches.DISABLED)) {
      off.add("AUTH_MODE=disabled");
    }
    if (isFalse(switches.zep())) {
      off.add("ZEP_AUTH_REQUIRED=false");
    }
    return off;
  }

  // TOKEN_AUTH_ENABLED=false is no switch at all: Redis AMS writes it down as the default.
  private static List<String> onSwitches(Switches switches) {
    List<String> on = new ArrayList<>();
    for (String mode : List.of(RedisAmsSwitches.TOKEN, RedisAmsSwitches.OAUTH2)) {
      if (switches.redis().isMode(mode)) {
        on.add("AUTH_MODE=" + mode);
      }
    }
    if (isTrue(switches.redis().tokens())) {
      on.add("TOKEN_AUTH_ENABLED=true");
    }
    if (switches.issuers()) {
      on.add("OAUTH2_ISSUER_URL or issuers");
    }
    if (switches.apiKeys()) {
      on.add("API_KEYS");
    }
    if (isFalse(switches.redis().disable())) {
      on.add("DISABLE_AUTH=false");
    }
    addZep(on, switches);
    return on;
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

  private static boolean isTrue(Optional<Boolean> value) {
    return value.orElse(false);
  }

  private static boolean isFalse(Optional<Boolean> value) {
    return !value.orElse(true);
  }
}
