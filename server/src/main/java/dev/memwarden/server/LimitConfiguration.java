package dev.memwarden.server;

import dev.memwarden.auth.Rate;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.server.http.LimitFields;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How often anybody may ask, and what replies say about that.
///
/// @param rates by limit; none where there is no such limit
public record LimitConfiguration(Map<Limit, List<Rate>> rates, LimitFields fields) {

  /// No limits.
  public static final LimitConfiguration NONE = new LimitConfiguration(Map.of(), LimitFields.ALL);

  private static final Map<Limit, Setting> SETTINGS =
      Map.of(
          Limit.KEY, Setting.LIMIT_KEY,
          Limit.USER, Setting.LIMIT_USER,
          Limit.TENANT, Setting.LIMIT_TENANT,
          Limit.ADDRESS, Setting.LIMIT_ADDRESS);

  public LimitConfiguration {
    rates = Map.copyOf(rates);
  }

  /// @throws InvalidConfigurationException at the first setting that is wrong
  static LimitConfiguration of(Settings settings) {
    Map<Limit, List<Rate>> rates = new EnumMap<>(Limit.class);
    SETTINGS.forEach((limit, setting) ->
        settings.text(setting).ifPresent(text -> rates.put(limit, rates(settings, setting, text))));
    return new LimitConfiguration(rates, fields(settings));
  }

  private static List<Rate> rates(Settings settings, Setting setting, String text) {
    try {
      return Rate.parseList(text);
    } catch (IllegalArgumentException _) {
      throw settings.wrong(
          setting, "must be a rate such as 100/m or 100/m:20, or one for each of s, m, h and d");
    }
  }

  private static LimitFields fields(Settings settings) {
    String text = settings.required(Setting.LIMIT_FIELDS);
    for (LimitFields fields : LimitFields.values()) {
      if (fields.name().toLowerCase(Locale.ROOT).equals(text)) {
        return fields;
      }
    }
    throw settings.wrong(Setting.LIMIT_FIELDS, "must be one of: all, draft, legacy, none");
  }
}
