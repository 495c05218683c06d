package dev.memwarden.stores.redis;

import dev.memwarden.auth.limit.SharedCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Counts of several servers in a Redis, by its clock: for each id, until when what was counted is
/// paid for, in microseconds since 1970, by the generic cell rate algorithm (ITU-T I.371). A key
/// ends by itself when it says no more than none would.
public final class RedisCounts implements SharedCounts {
  /// What all keys begin with.
  static final String PREFIX = "memwarden:rate:";

  private static final String WHAT = "let rates be shared";

  // Seconds and microseconds fit exactly into the numbers of Lua, which are doubles, until 2255.
  // A key lives a second longer than it must: that is the longest span.
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local start = now - ARGV[1]
      local owed = {}
      for i, key in ipairs(KEYS) do
        local paid = math.max(tonumber(redis.call('GET', key) or 0), start) + ARGV[i + 1] / 1000
        local rest = math.ceil(math.max(paid - now, 0) / 1000) + 1000
        redis.call('SET', key, string.format('%.0f', paid), 'PX', string.format('%.0f', rest))
        owed[i] = math.ceil(paid - now)
      end
      return owed
      """;

  private final Redis redis;

  public RedisCounts(Redis redis) {
    this.redis = redis;
  }

  @Override
  public List<Long> add(List<Charge> charges, Duration span) {
    List<String> keys = new ArrayList<>();
    List<String> values = new ArrayList<>();
    values.add(Long.toString(TimeUnit.NANOSECONDS.toMicros(span.toNanos())));
    for (Charge charge : charges) {
      keys.add(PREFIX + Long.toHexString(charge.id()));
      values.add(Long.toString(charge.nanos()));
    }
    return redis.ask(WHAT, client -> owed(client.eval(SCRIPT, keys, values)));
  }

  private static List<Long> owed(Object answer) {
    List<Long> owed = new ArrayList<>();
    for (Object micros : (List<?>) answer) {
      owed.add(TimeUnit.MICROSECONDS.toNanos((Long) micros));
    }
    return owed;
  }
}
