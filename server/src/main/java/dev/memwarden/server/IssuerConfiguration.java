package dev.memwarden.server;

import dev.memwarden.auth.token.IssuerPreset;
import dev.memwarden.auth.token.IssuerRules;
import dev.memwarden.auth.token.SignatureAlgorithm;
import dev.memwarden.server.issuer.KnownIssuer;
import dev.memwarden.server.issuer.Reachable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which identity providers there are: the one of `OAUTH2_…`, or those of a list.
final class IssuerConfiguration {
  private static final String EXAMPLE = "must be a URL such as https://login.example.com/";

  private IssuerConfiguration() {}

  /// Reads the settings.
  ///
  /// @throws InvalidConfigurationException if they contradict each other, or make no sense
  static List<KnownIssuer> of(Settings settings) {
    List<KnownIssuer> issuers = read(settings);
    Optional<String> own = settings.text(Setting.PUBLIC_URL);
    if (issuers.stream().anyMatch(issuer -> own.equals(Optional.of(issuer.rules().issuer())))) {
      throw settings.wrong(
          Setting.PUBLIC_URL, "is an issuer too: its tokens would be this server's");
    }
    return issuers;
  }

  private static List<KnownIssuer> read(Settings settings) {
    Optional<String> single = settings.text(Setting.OAUTH2_ISSUER_URL);
    Optional<Settings.Value> list = settings.value(Setting.ISSUERS);
    if (single.isEmpty()) {
      Stream.of(Setting.OAUTH2_AUDIENCE, Setting.OAUTH2_JWKS_URL, Setting.OAUTH2_ALGORITHMS)
          .filter(setting -> isSet(settings, setting))
          .findFirst()
          .ifPresent(setting -> {
            throw settings.wrong(
                setting, "is of no use without " + Setting.OAUTH2_ISSUER_URL.key());
          });
      return list.map(value -> IssuerList.parse(value.origin(), value.text())).orElse(List.of());
    }
    if (list.isPresent()) {
      throw settings.wrong(
          Setting.ISSUERS, "and " + Setting.OAUTH2_ISSUER_URL.key() + " are both set; keep one");
    }
    return List.of(single(settings, single.get()));
  }

  /// The algorithms of these words.
  ///
  /// @throws IllegalArgumentException if one is none, or there is none
  static Set<SignatureAlgorithm> algorithms(List<String> words) {
    Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
    for (String word : words) {
      algorithms.add(SignatureAlgorithm.of(word).orElseThrow(IssuerConfiguration::noAlgorithm));
    }
    if (algorithms.isEmpty()) {
      throw noAlgorithm();
    }
    return algorithms;
  }

  /// The address that an operator wrote.
  ///
  /// @throws IllegalArgumentException if it is none that may be asked; the message does not repeat
  ///   it
  static URI address(String text) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException(EXAMPLE);
    }
    Optional<String> objection = Reachable.objection(address);
    if (objection.isPresent()) {
      throw new IllegalArgumentException(objection.get());
    }
    return address;
  }

  /// The address that a setting has, if it is set.
  ///
  /// @throws InvalidConfigurationException if it is none that may be asked
  static Optional<URI> address(Settings settings, Setting setting) {
    return settings.text(setting).map(text -> checked(settings, setting, () -> address(text)));
  }

  /// The address of an issuer, to which others are appended.
  ///
  /// @throws IllegalArgumentException as above, or if nothing can be appended
  static URI issuer(String text) {
    URI address = address(text);
    if (address.getRawQuery() != null) {
      throw new IllegalArgumentException("must have no query");
    }
    return address;
  }

  private static KnownIssuer single(Settings settings, String issuer) {
    URI address = checked(settings, Setting.OAUTH2_ISSUER_URL, () -> issuer(issuer));
    Optional<URI> keys = address(settings, Setting.OAUTH2_JWKS_URL);
    Set<SignatureAlgorithm> algorithms =
        checked(
            settings,
            Setting.OAUTH2_ALGORITHMS,
            () -> algorithms(words(settings.required(Setting.OAUTH2_ALGORITHMS))));
    Set<String> audiences = new HashSet<>();
    settings.text(Setting.OAUTH2_AUDIENCE).ifPresent(audiences::add);
    IssuerRules rules = IssuerRules.of(issuer, IssuerPreset.of(address), audiences);
    return new KnownIssuer(
        new IssuerRules(
            issuer,
            rules.preset(),
            algorithms,
            audiences,
            // Whatever kind of issuer it is: user ids are what they were.
            new IssuerRules.Subject(List.of("sub"), ""),
            rules.tenants(),
            rules.scopes(),
            rules.roles(),
            rules.leeway()),
        keys);
  }

  // A JSON array of words, as the original has it, or a list as it is elsewhere.
  private static List<String> words(String text) {
    String list = text.strip();
    if (!list.startsWith("[")) {
      return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }
    if (!list.matches("\\[\\s*(\"[A-Za-z0-9]+\"\\s*(,\\s*\"[A-Za-z0-9]+\"\\s*)*)?]")) {
      throw noAlgorithm();
    }
    return Arrays.stream(list.split("[^A-Za-z0-9]+")).filter(word -> !word.isEmpty()).toList();
  }

  private static boolean isSet(Settings settings, Setting setting) {
    return settings.value(setting).filter(value -> !value.origin().equals("default")).isPresent();
  }

  private static IllegalArgumentException noAlgorithm() {
    return new IllegalArgumentException(
        "must be a list of some of "
            + Arrays.stream(SignatureAlgorithm.values())
                .map(SignatureAlgorithm::word)
                .collect(Collectors.joining(", ")));
  }

  private static <T> T checked(Settings settings, Setting setting, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw settings.wrong(setting, String.valueOf(e.getMessage()));
    }
  }
}
