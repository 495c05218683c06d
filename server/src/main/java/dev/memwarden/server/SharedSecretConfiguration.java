package dev.memwarden.server;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.SharedSecretRules;
import dev.memwarden.auth.token.SharedSecrets;
import dev.memwarden.auth.token.TokenRules;
import dev.memwarden.server.http.WireLimit;
import dev.memwarden.server.own.OwnDialect;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tokens that are signed with a secret of the configuration, as Zep's are.
///
/// @param secrets what they are signed with
/// @param rules whom they may prove
/// @param serviceDialects where those that name no user may be used
public record SharedSecretConfiguration(
    SharedSecrets secrets, SharedSecretRules rules, Set<String> serviceDialects) {

  public SharedSecretConfiguration {
    serviceDialects = Set.copyOf(serviceDialects);
  }

  /// Keeps the service to its dialects. The server's own routes tell it who it is, on any wire.
  WireLimit wireLimit() {
    return (who, dialect) ->
        who.credential().kind() != CredentialRef.Kind.SHARED_SECRET_JWT
            || who.principal().kind() != Principal.Kind.SERVICE
            || serviceDialects.contains(dialect)
            || dialect.equals(OwnDialect.NAME);
  }

  /// Reads the settings; empty if no secret is set, or authentication is switched off as Zep does
  /// it: then its secret is not used for anything.
  static Optional<SharedSecretConfiguration> of(Settings settings) {
    return isRequired(settings).orElse(true) ? read(settings) : Optional.empty();
  }

  /// Whether tokens are demanded, or authentication is switched off, if either was said: in all the
  /// words that Zep takes for true and false.
  static Optional<Boolean> isRequired(Settings settings) {
    return settings
        .text(Setting.ZEP_AUTH_REQUIRED)
        .map(text ->
            switch (text) {
              case "true", "True", "TRUE", "t", "T", "1" -> true;
              case "false", "False", "FALSE", "f", "F", "0" -> false;
              default -> throw settings.wrong(Setting.ZEP_AUTH_REQUIRED, "must be true or false");
            });
  }

  /// Reads the settings to make tokens, for which there must be a secret.
  ///
  /// @throws InvalidConfigurationException if there is none, or the settings make no sense
  public static SharedSecretConfiguration required(Settings settings) {
    return read(settings).orElseThrow(() -> new InvalidConfigurationException(AuthMode.NO_SECRET));
  }

  private static Optional<SharedSecretConfiguration> read(Settings settings) {
    Optional<Secret> current = settings.secret(Setting.ZEP_AUTH_SECRET);
    List<Secret> former =
        settings.text(Setting.ZEP_FORMER_SECRETS).stream()
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .map(Secret::of)
            .toList();
    if (current.isEmpty() && !former.isEmpty()) {
      throw settings.wrong(Setting.ZEP_FORMER_SECRETS, "needs the secret that comes after them");
    }
    if (former.size() >= SharedSecrets.MAX_NUMBER) {
      throw settings.wrong(
          Setting.ZEP_FORMER_SECRETS, "has more than " + (SharedSecrets.MAX_NUMBER - 1) + " lines");
    }
    SharedSecretRules rules = rules(settings);
    current.ifPresent(secret -> requireStrong(settings, Setting.ZEP_AUTH_SECRET, secret));
    former.forEach(secret -> requireStrong(settings, Setting.ZEP_FORMER_SECRETS, secret));
    return current.map(secret ->
        new SharedSecretConfiguration(
            SharedSecrets.of(secret, former),
            rules,
            Configuration.memoryDialects(settings, Setting.ZEP_DIALECTS)));
  }

  private static void requireStrong(Settings settings, Setting setting, Secret secret) {
    Optional<String> weakness = SharedSecrets.weakness(secret);
    if (weakness.isPresent()) {
      throw settings.wrong(
          setting,
          weakness.get()
              + ", so that anybody could make tokens; make one with 'memwarden secret generate'");
    }
  }

  private static SharedSecretRules rules(Settings settings) {
    String tenant = settings.required(Setting.ZEP_TENANT);
    if (!Axis.accepts(tenant)) {
      throw settings.wrong(Setting.ZEP_TENANT, "is no id of a tenant");
    }
    Set<String> audiences = new HashSet<>(settings.list(Setting.ZEP_AUDIENCE));
    settings.text(Setting.PUBLIC_URL).ifPresent(audiences::add);
    return SharedSecretRules.of(
        tenant,
        audiences,
        settings.flag(Setting.ZEP_REQUIRE_SUBJECT).orElse(false),
        leeway(settings));
  }

  private static Duration leeway(Settings settings) {
    if (settings.text(Setting.ZEP_LEEWAY).isEmpty()) {
      return Duration.ZERO;
    }
    Duration leeway = settings.duration(Setting.ZEP_LEEWAY);
    if (leeway.compareTo(TokenRules.MAX_LEEWAY) > 0) {
      throw settings.wrong(Setting.ZEP_LEEWAY, "must be at most 60s");
    }
    return leeway;
  }
}
