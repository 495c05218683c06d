package dev.memwarden.auth.audit;

import dev.memwarden.auth.Allow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Chains of several writers in memory, which a test may do anything to.
final class ListLog implements AuditLog {
  final Map<String, List<AuditEntry>> entries = new TreeMap<>();
  final Map<String, ChainLink> removed = new TreeMap<>();

  /// Called before a page is read.
  Runnable before = () -> {};

  private final AuditChain chain;

  ListLog(AuditChain chain) {
    this.chain = chain;
  }

  void append(String writer, AuditEvent event) {
    List<AuditEntry> own = entries.computeIfAbsent(writer, _ -> new ArrayList<>());
    ChainLink next = chain.next(head(writer), event);
    own.add(new AuditEntry(next.seq(), next, event));
  }

  /// Removes the first ones as retention does.
  void cut(String writer, int number) {
    for (int i = 0; i < number; i++) {
      removed.put(writer, of(writer).removeFirst().link());
    }
  }

  List<AuditEntry> of(String writer) {
    return entries.getOrDefault(writer, List.of());
  }

  private ChainLink head(String writer) {
    return of(writer).isEmpty() ? beginning(writer) : of(writer).getLast().link();
  }

  private ChainLink beginning(String writer) {
    return removed.getOrDefault(writer, ChainLink.start(writer));
  }

  @Override
  public void append(List<AuditEvent> events) {
    events.forEach(event -> append("w", event));
  }

  @Override
  public List<AuditEntry> list(Allow allow, AuditQuery query) {
    return entries.values().stream().flatMap(List::stream).limit(query.limit()).toList();
  }

  @Override
  public List<Chain> chains() {
    return entries.keySet().stream()
        .map(writer -> {
          ChainLink first = beginning(writer);
          return new Chain(first, first.seq() == 0 ? "" : chain.anchor(first), head(writer));
        })
        .toList();
  }

  @Override
  public List<AuditEntry> links(String writer, long after, int limit) {
    before.run();
    return of(writer).stream().filter(entry -> entry.link().seq() > after).limit(limit).toList();
  }

  @Override
  public int prune(Instant before, long most, int limit, Instant at) {
    return 0;
  }

  @Override
  public void onWithheld(Consumer<AuditEvent> listener) {}
}
