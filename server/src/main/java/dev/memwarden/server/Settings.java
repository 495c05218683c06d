package dev.memwarden.server;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.secrets.SecretReference;
import dev.memwarden.server.secrets.SecretUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The value of every [Setting], and where it came from. The command line beats the environment,
/// which beats `.env`, which beats `memwarden.yaml`, which beats the defaults.
///
/// The readers throw [InvalidConfigurationException] if a value is not of the type that is asked
/// for; the message names the setting and its origin.
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(|KiB|MiB|GiB)");
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");

  private final Map<Setting, Value> values;
  private final Map<Setting, Value> fetched = new ConcurrentHashMap<>();
  private final InstantSource clock;

  private Settings(Map<Setting, Value> values, InstantSource clock) {
    this.values = new EnumMap<>(values);
    this.clock = clock;
  }

  /// One value.
  ///
  /// @param origin such as `environment: PORT`
  public record Value(String text, String origin) {
    /// The text may be a secret.
    @Override
    public String toString() {
      return "Value[" + origin + "]";
    }
  }

  /// Reads all settings.
  ///
  /// @throws InvalidConfigurationException if a source cannot be read, or names what is no setting
  public static Settings read(SettingSources sources) {
    return new Settings(SettingReader.read(sources), sources.clock());
  }

  /// Whether there is a value, or a reference to one.
  public boolean isSet(Setting setting) {
    return values.containsKey(setting);
  }

  /// The value, if there is any. One that is a reference to a secret elsewhere is fetched when it
  /// is asked for the first time, which may take seconds.
  ///
  /// @throws InvalidConfigurationException if that secret cannot be had
  public Optional<Value> value(Setting setting) {
    Value value = values.get(setting);
    if (value == null || !setting.isSecret() || !SecretReference.isOne(value.text())) {
      return Optional.ofNullable(value);
    }
    if (!setting.mayBeElsewhere()) {
      throw wrong(setting, "opens what keeps secrets: it cannot be in there");
    }
    return Optional.of(fetched.computeIfAbsent(setting, _ -> fetched(setting, value)));
  }

  private Value fetched(Setting setting, Value value) {
    try {
      SecretReference reference = SecretReference.parse(value.text());
      return new Value(
          SecretStoreConfiguration.of(this, clock).fetch(reference).revealText(),
          value.origin() + ", " + reference);
    } catch (SecretUnavailableException e) {
      throw wrong(setting, String.valueOf(e.getMessage()));
    }
  }

  /// The text, if there is any.
  public Optional<String> text(Setting setting) {
    return value(setting).map(Value::text);
  }

  /// A text that has a default.
  public String required(Setting setting) {
    return text(setting).orElseThrow(() -> wrong(setting, "must be set"));
  }

  /// A secret, if it is set.
  public Optional<Secret> secret(Setting setting) {
    return text(setting).map(Secret::of);
  }

  /// A whole number with a default, between `least` and `most`.
  public int integer(Setting setting, int least, int most) {
    String text = required(setting);
    if (!INTEGER.matcher(text).matches()
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw wrong(setting, "must be a number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  /// `true` or `false`, if it is set.
  public Optional<Boolean> flag(Setting setting) {
    return text(setting)
        .map(text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw wrong(setting, "must be true or false");
            });
  }

  /// A duration with a default, such as `30s`, `5m`, `12h` or `7d`.
  public Duration duration(Setting setting) {
    return parseDuration(required(setting))
        .orElseThrow(() -> wrong(setting, "must be a duration such as 30s, 5m, 12h or 7d"));
  }

  /// A duration of the form `<n>s|m|h|d`, above 0.
  public static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      return Optional.empty();
    }
    int number = Integer.parseInt(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  /// A number of bytes with a default, such as `500000`, `64KiB` or `1MiB`; at most `most`.
  public int bytes(Setting setting, int most) {
    Matcher matcher = SIZE.matcher(required(setting));
    if (matcher.matches()) {
      long factor =
          switch (matcher.group(2)) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
          };
      long bytes = Long.parseLong(matcher.group(1)) * factor;
      if (bytes > 0 && bytes <= most) {
        return (int) bytes;
      }
    }
    throw wrong(setting, "must be a size such as 64KiB or 1MiB, at most " + most + " bytes");
  }

  /// The items of a list separated by commas; empty if nothing is set.
  public List<String> list(Setting setting) {
    return text(setting).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::strip)
        .peek(item -> {
          if (item.isEmpty()) {
            throw wrong(setting, "has an empty item in its list");
          }
        })
        .toList();
  }

  /// What tells the time where a value has an end, such as a certificate.
  InstantSource clock() {
    return clock;
  }

  /// What to throw when the value of `setting` is wrong.
  InvalidConfigurationException wrong(Setting setting, String what) {
    String origin =
        Optional.ofNullable(fetched.getOrDefault(setting, values.get(setting)))
            .map(Value::origin)
            .orElse("nowhere");
    return new InvalidConfigurationException(setting.key() + " (" + origin + ") " + what);
  }
}
