package dev.memwarden.auth.limit;

import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import java.net.InetAddress;
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
public final class RateLimits implements Limiter {
  private final Map<Limit, List<Rate>> rates = new EnumMap<>(Limit.class);
  private final Map<Limit, Lazy> tables = new EnumMap<>(Limit.class);
  private final IdHash hash;

  /// @param rates of everybody, by limit; those of a key only hold if it has none of its own
  /// @param nanos a monotonic clock: the wall's may be set back, and would lock everybody out
  /// @param random of good quality, so that ids cannot be chosen to be taken for others
  public RateLimits(Map<Limit, List<Rate>> rates, LongSupplier nanos, RandomGenerator random) {
    for (Limit limit : Limit.values()) {
      this.rates.put(limit, List.copyOf(rates.getOrDefault(limit, List.of())));
      this.tables.put(limit, new Lazy(nanos));
    }
    this.hash = new IdHash(random.nextLong(), random.nextLong());
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
        returns.add(() -> table.giveBack(id, rate));
      }
      return true;
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
