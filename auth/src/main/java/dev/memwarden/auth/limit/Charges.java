package dev.memwarden.auth.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What was let through since others were last told, by whom it was counted for. Thread-safe.
///
/// **Memory**: no more than [#MOST] ids; what does not fit is counted on this server alone.
final class Charges {
  static final int MOST = 50_000;

  private final Map<Counted, Long> pending = new ConcurrentHashMap<>();

  /// @param id as [IdHash] makes them
  record Counted(Limit limit, long id) {}

  /// What was let through for one id.
  record Due(Counted counted, long nanos) {}

  void add(Limit limit, long id, long nanos) {
    Counted counted = new Counted(limit, id);
    if (pending.size() < MOST || pending.containsKey(counted)) {
      pending.merge(counted, nanos, Long::sum);
    }
  }

  /// All of it, which then is told.
  List<Due> drain() {
    List<Due> due = new ArrayList<>();
    for (Counted counted : pending.keySet()) {
      Long nanos = pending.remove(counted);
      if (nanos != null && nanos != 0) {
        due.add(new Due(counted, nanos));
      }
    }
    return due;
  }
}
