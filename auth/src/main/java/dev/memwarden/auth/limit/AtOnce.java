package dev.memwarden.auth.limit;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How much of something each address has going at the moment, up to a bound. The addresses of one
/// [AddressBlock] count as one. Its memory grows with what is going, and shrinks with it.
///
/// Thread-safe.
public final class AtOnce {
  private final int most;
  private final Map<Long, Integer> going = new ConcurrentHashMap<>();

  /// @param most of one address
  public AtOnce(int most) {
    this.most = most;
  }

  /// Whether one more may begin; then [#end] must follow.
  public boolean begin(InetAddress from) {
    if (going.merge(AddressBlock.of(from), 1, Integer::sum) <= most) {
      return true;
    }
    end(from);
    return false;
  }

  /// One that began is over.
  public void end(InetAddress from) {
    going.computeIfPresent(AddressBlock.of(from), (_, count) -> count == 1 ? null : count - 1);
  }
}
