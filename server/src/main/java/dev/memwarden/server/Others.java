package dev.memwarden.server;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.AuthorityFeed;
import dev.memwarden.auth.key.AuthorityListener;
import dev.memwarden.auth.key.AuthorityWatch;
import dev.memwarden.auth.key.Freshness;
import dev.memwarden.stores.Stores;
import dev.memwarden.stores.redis.Redis;
import dev.memwarden.stores.redis.RedisWakeups;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process has to do with others that use the same store.
///
/// @param freshness whether what is remembered of authority counts
/// @param watch follows what others change
/// @param wakeups let them look at once for what is changed here
public record Others(
    Freshness freshness, Optional<AuthorityWatch> watch, Optional<RedisWakeups> wakeups)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Others.class);

  /// For a server, which remembers, and so has to follow whoever else changes the store.
  ///
  /// @param watching makes what asks for changes
  static Others followed(
      Stores stores, Optional<Redis> redis, Function<AuthorityFeed, AuthorityWatch> watching) {
    Optional<AuthorityWatch> watch = stores.feed().map(watching);
    return new Others(
        watch.<Freshness>map(its -> its).orElse(Freshness.ALWAYS),
        watch,
        watch.flatMap(its -> redis.map(shared -> new RedisWakeups(shared, its::wake))));
  }

  /// For a command, which is over in a moment: it follows nobody and remembers nothing that
  /// somebody else could change. Servers find what it changes by themselves.
  static Others unfollowed(Stores stores) {
    return new Others(
        stores.feed().isPresent() ? Freshness.NEVER : Freshness.ALWAYS,
        Optional.empty(),
        Optional.empty());
  }

  /// What hears of each change here lets them know soon, if it can.
  Optional<AuthorityListener> teller() {
    return wakeups.map(Teller::new);
  }

  private record Teller(RedisWakeups others) implements AuthorityListener {
    @Override
    public void invalidate(String id) {
      others.publish();
    }

    @Override
    public void invalidateAll() {
      others.publish();
    }
  }

  /// Follows them from now on, if there can be any.
  ///
  /// @param changed lets go of what is remembered
  void follow(Runnable changed) {
    watch.ifPresent(its ->
        its.start(
            changed,
            why ->
                (why instanceof StoreUnavailableException
                        ? LOG.atWarn()
                        : LOG.atError().addKeyValue("alarm", "others_unfollowed").setCause(why))
                    .log("what others have changed is not known: nothing is remembered")));
  }

  @Override
  public void close() {
    wakeups.ifPresent(RedisWakeups::close);
    watch.ifPresent(AuthorityWatch::close);
  }
}
