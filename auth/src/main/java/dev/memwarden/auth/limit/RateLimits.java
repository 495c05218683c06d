package dev.memwarden.auth.limit;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Limits of keys, users, tenants and addresses. A request is counted under all that it falls
/// under, or, if it exceeds one, under none.
///
/// Each limit has a table of its own, so that whoever can have very many ids of one kind, such as
/// addresses, makes nobody's key be forgotten.
///
/// **Cost**: nothing for who is not limited; else, for each rate, hashing an id and one
/// compare-and-set. **Memory**: four megabytes for each limit that anybody falls under, however
/// many they are. Thread-safe.
///
/// Several servers may share their counts. Each decides by its own, and [#exchange] adds what the
/// others have let through. So before it is told, a server may let through as much of what others
/// have used up already; but all of it is counted, and everybody waits until it is paid for.
public final class RateLimits implements Limiter {
  private static final int BATCH = 500;

  // If telling others takes longer, what came at first is taken to have come later.
  private static final Duration LONGEST_SPAN = Duration.ofSeconds(1);

  private final Map<Limit, List<Rate>> rates = new EnumMap<>(Limit.class);
  private final Map<Limit, Lazy> tables = new EnumMap<>(Limit.class);
  private final IdHash hash;
  private final LongSupplier nanos;
  private final Optional<Charges> charges;
  private long exchangedAt; // by whoever exchanges, one at a time

  /// @param rates of everybody, by limit; those of a key only hold if it has none of its own
  /// @param nanos a monotonic clock: the wall's may be set back, and would lock everybody out
  /// @param random of good quality, so that ids cannot be chosen to be taken for others
  public RateLimits(Map<Limit, List<Rate>> rates, LongSupplier nanos, RandomGenerator random) {
    this(rates, nanos, random, Optional.empty());
  }

  private RateLimits(
      Map<Limit, List<Rate>> rates,
      LongSupplier nanos,
      RandomGenerator random,
      Optional<Charges> charges) {
    this.nanos = nanos;
    this.charges = charges;
    this.exchangedAt = nanos.getAsLong();
    for (Limit limit : Limit.values()) {
      this.rates.put(limit, List.copyOf(rates.getOrDefault(limit, List.of())));
      this.tables.put(limit, new Lazy(nanos));
    }
    this.hash = new IdHash(random.nextLong(), random.nextLong());
  }

  /// Limits whose counts are shared with other servers, as often as [#exchange] is called.
  ///
  /// @param random gives the same numbers on each of them, and to nobody else
  public static RateLimits shared(
      Map<Limit, List<Rate>> rates, LongSupplier nanos, RandomGenerator random) {
    return new RateLimits(rates, nanos, random, Optional.of(new Charges()));
  }

  /// Tells others what was let through here since the last time, and hears what all have. Asks
  /// nobody if there is nothing to tell.
  ///
  /// @throws dev.memwarden.auth.StoreUnavailableException if they cannot be told. That is not made
  ///   up for: it may have been counted, and nobody shall pay twice
  public synchronized void exchange(SharedCounts counts) {
    long now = nanos.getAsLong();
    Duration span = Duration.ofNanos(Math.min(now - exchangedAt, LONGEST_SPAN.toNanos()));
    exchangedAt = now;
    List<Charges.Due> due = charges.map(Charges::drain).orElse(List.of());
    for (int from = 0; from < due.size(); from += BATCH) {
      List<Charges.Due> some = due.subList(from, Math.min(from + BATCH, due.size()));
      List<Long> owed =
          counts.add(
              some.stream()
                  .map(one -> new SharedCounts.Charge(one.counted().id(), one.nanos()))
                  .toList(),
              span);
      for (int i = 0; i < some.size(); i++) {
        Charges.Counted counted = some.get(i).counted();
        table(counted.limit()).raise(counted.id(), owed.get(i));
      }
    }
  }

  @Override
  public Admission admit(Identity who, InetAddress from) {
    Principal principal = who.principal();
    boolean isUser = principal.kind() == Principal.Kind.USER;
    List<Rate> own = who.ceiling().allowance().rates();
    Optional<String> id = who.credential().key();
    List<Rate> common = own.isEmpty() ? rates(Limit.KEY) : own;
    List<Rate> key = id.isEmpty() ? List.of() : common;
    List<Rate> user = isUser ? rates(Limit.USER) : List.of();
    List<Rate> tenant = rates(Limit.TENANT);
    List<Rate> address = rates(Limit.ADDRESS);
    if (key.isEmpty() && user.isEmpty() && tenant.isEmpty() && address.isEmpty()) {
      return Admission.FREE;
    }
    Count count = new Count();
    boolean within =
        (key.isEmpty() || count.all(Limit.KEY, key, hash.of(Limit.KEY.ordinal(), id.orElseThrow())))
            && (user.isEmpty()
                || count.all(
                    Limit.USER,
                    user,
                    hash.of(Limit.USER.ordinal(), principal.tenant(), principal.id())))
            && (tenant.isEmpty()
                || count.all(
                    Limit.TENANT, tenant, hash.of(Limit.TENANT.ordinal(), principal.tenant())))
            && (address.isEmpty()
                || count.all(
                    Limit.ADDRESS,
                    address,
                    hash.of(Limit.ADDRESS.ordinal(), AddressBlock.of(from))));
    return count.end(within);
  }

  private List<Rate> rates(Limit limit) {
    return rates.getOrDefault(limit, List.of());
  }

  private RateTable table(Limit limit) {
    Lazy table = tables.get(limit);
    if (table == null) {
      throw new IllegalStateException("no table for " + limit);
    }
    return table.get();
  }

  // Several rates of one id are counted apart.
  private static long id(long hash, Rate rate) {
    return hash + rate.per().ordinal() * 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio
  }

  /// What one request has taken so far.
  private final class Count {
    private final List<Usage> usages = new ArrayList<>();
    private final List<Runnable> returns = new ArrayList<>();

    /// Takes one of each rate, up to the first that has none.
    boolean all(Limit limit, List<Rate> all, long hash) {
      RateTable table = table(limit);
      for (Rate rate : all) {
        long id = id(hash, rate);
        long owed = table.take(id, rate);
        if (owed < 0) {
          usages.add(Usage.exceeded(limit, rate, -owed));
          return false;
        }
        usages.add(Usage.counted(limit, rate, owed));
        charge(limit, id, RateTable.cost(rate));
        returns.add(() -> {
          table.giveBack(id, rate);
          charge(limit, id, -RateTable.cost(rate));
        });
      }
      return true;
    }

    private void charge(Limit limit, long id, long nanos) {
      if (charges.isPresent()) {
        charges.get().add(limit, id, nanos);
      }
    }

    Admission end(boolean within) {
      if (within) {
        return new Admission.Admitted(usages);
      }
      returns.forEach(Runnable::run);
      return new Admission.Exceeded(usages.getLast());
    }
  }

  /// A table that is made when somebody falls under its limit.
  private static final class Lazy {
    private final LongSupplier nanos;
    private volatile @Nullable RateTable table;

    Lazy(LongSupplier nanos) {
      this.nanos = nanos;
    }

    RateTable get() {
      RateTable known = table;
      return known == null ? made() : known;
    }

    private synchronized RateTable made() {
      if (table == null) {
        table = new RateTable(nanos);
      }
      return table;
    }
  }
}
