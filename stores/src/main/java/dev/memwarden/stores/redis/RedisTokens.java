package dev.memwarden.stores.redis;

import dev.memwarden.auth.key.ForeignToken;
import dev.memwarden.auth.key.ForeignTokens;
import dev.memwarden.auth.key.Tag;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.SlowHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/// The tokens in the database of a Redis AMS, see [RedisToken]. None of them is ever changed.
///
/// Notes are fields of one hash of our own, [#NOTES], which Redis AMS does not look at: the bcrypt
/// hash of a token, and the keyed tag of its text. Without the master key nobody can make or try
/// one.
public final class RedisTokens implements ForeignTokens {
  /// Where tags are noted.
  static final String NOTES = "memwarden:auth_tokens";

  private static final int COUNT = 1_000;
  private static final String READ = "show its tokens";
  private static final String NOTE = "let a tag be noted";

  private final Redis redis;
  private final InstantSource clock;
  // Notes about tokens that are gone.
  private volatile List<String> stale = List.of();

  public RedisTokens(Redis redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /// All of them, also records that make no sense; in the same order each time.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if Redis does not answer
  public List<RedisToken> all() {
    List<RedisToken> tokens = new ArrayList<>();
    for (String key : keys()) {
      // It may have ended in between.
      read(key).ifPresent(tokens::add);
    }
    return tokens;
  }

  @Override
  public Map<SlowHash, Optional<Tag>> hashes() {
    // First, so that none is taken for stale whose token is newer than the list of tokens.
    Map<String, String> notes = redis.ask(READ, client -> client.hgetAll(NOTES));
    Map<SlowHash, Optional<Tag>> hashes = new HashMap<>();
    for (String key : keys()) {
      String shown = key.substring(RedisToken.PREFIX.length());
      String note = notes.remove(shown);
      hash(shown).ifPresent(hash -> hashes.put(hash, Optional.ofNullable(note).flatMap(this::tag)));
    }
    stale = List.copyOf(notes.keySet());
    return hashes;
  }

  @Override
  public Optional<ForeignToken> find(SlowHash hash) {
    return read(RedisToken.PREFIX + hash.shown())
        .flatMap(token ->
            token
                .hash()
                .map(its ->
                    new ForeignToken(
                        its, token.description(), token.createdAt(), token.expiresAt())));
  }

  @Override
  public void note(SlowHash hash, Tag tag) {
    List<String> gone = stale;
    long _ = redis.ask(NOTE, client -> client.hset(NOTES, hash.shown(), tag.toString()));
    if (!gone.isEmpty()) {
      long _ = redis.ask(NOTE, client -> client.hdel(NOTES, gone.toArray(String[]::new)));
    }
  }

  private Optional<RedisToken> read(String key) {
    Instant now = clock.instant();
    return redis.ask(
        READ,
        client -> {
          try (AbstractPipeline pipeline = client.pipelined()) {
            Response<String> value = pipeline.get(key);
            Response<Long> millis = pipeline.pttl(key);
            pipeline.sync();
            return Optional.ofNullable(value.get())
                .map(text -> RedisToken.read(key, text, end(now, millis.get())));
          }
        });
  }

  /// Each once: a scan may show a key again.
  private Set<String> keys() {
    ScanParams params = new ScanParams().match(RedisToken.PREFIX + "*").count(COUNT);
    Set<String> keys = new TreeSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      String from = cursor;
      ScanResult<String> page = redis.ask(READ, client -> client.scan(from, params));
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  /// @param millis until Redis lets a key go; negative for never
  private static Optional<Instant> end(Instant now, long millis) {
    return millis < 0 ? Optional.empty() : Optional.of(now.plusMillis(millis));
  }

  private static Optional<SlowHash> hash(String shown) {
    try {
      return Optional.of(BcryptHash.read(shown));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no token that anybody could present
    }
  }

  private Optional<Tag> tag(String note) {
    try {
      return Optional.of(Tag.parse(note));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // as good as none
    }
  }
}
