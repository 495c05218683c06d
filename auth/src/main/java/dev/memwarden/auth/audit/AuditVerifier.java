package dev.memwarden.auth.audit;

import dev.memwarden.auth.audit.Verification.Broken;
import dev.memwarden.auth.audit.Verification.Intact;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks through the whole log for entries that were changed, moved, added or taken away.
///
/// **Cost**: one HMAC and one row per entry, in pages, while others go on writing.
public final class AuditVerifier {
  private static final int PAGE = 1_000;

  private final AuditLog log;
  private final AuditChain chain;
  private final InstantSource clock;

  public AuditVerifier(AuditLog log, AuditChain chain, InstantSource clock) {
    this.log = log;
    this.chain = chain;
    this.clock = clock;
  }

  /// Where the log ends now.
  public Checkpoint checkpoint() {
    return chain.sign(clock.instant(), log.chains().stream().map(AuditLog.Chain::head).toList());
  }

  /// Looks at every entry.
  ///
  /// @param earlier what must still be in the log, unless it was so old that it was removed
  public Verification verify(Optional<Checkpoint> earlier) {
    while (true) {
      List<AuditLog.Chain> chains = log.chains();
      Verification found = verify(chains, earlier);
      // What is old may have been removed under our eyes; then we begin where the log does now.
      if (found instanceof Intact || beginnings(chains).equals(beginnings(log.chains()))) {
        return found;
      }
    }
  }

  private static List<ChainLink> beginnings(List<AuditLog.Chain> chains) {
    return chains.stream().map(AuditLog.Chain::removed).toList();
  }

  private Verification verify(List<AuditLog.Chain> chains, Optional<Checkpoint> earlier) {
    if (earlier.isPresent() && !chain.isGenuine(earlier.get())) {
      return new Broken("", 0, "the checkpoint was not signed with this master key");
    }
    List<ChainLink> expected = new ArrayList<>();
    earlier.ifPresent(checkpoint -> expected.addAll(checkpoint.heads()));
    List<ChainLink> heads = new ArrayList<>();
    long entries = 0;
    for (AuditLog.Chain one : chains) {
      String writer = one.head().writer();
      Optional<ChainLink> known =
          expected.stream().filter(head -> head.writer().equals(writer)).findFirst();
      Walk walk = new Walk(one, known);
      Optional<Broken> broken = walk.go();
      if (broken.isPresent()) {
        return broken.get();
      }
      known.ifPresent(expected::remove);
      heads.add(walk.last);
      entries += walk.last.seq() - one.removed().seq();
    }
    for (ChainLink missing : expected) {
      if (missing.seq() > 0) {
        return new Broken(missing.writer(), missing.seq(), "the chain of the checkpoint is gone");
      }
    }
    return new Intact(entries, chain.sign(clock.instant(), heads));
  }

  /// One chain from its beginning to its end.
  private final class Walk {
    private final AuditLog.Chain of;
    private final Optional<ChainLink> known;
    private ChainLink last;

    Walk(AuditLog.Chain of, Optional<ChainLink> known) {
      this.of = of;
      this.known = known;
      this.last = of.removed();
    }

    Optional<Broken> go() {
      if (last.seq() > 0 && !chain.isAnchor(last, of.anchor())) {
        return broken(last.seq(), "where the log begins was not signed with this master key");
      }
      if (isOther(last)) {
        return broken(last.seq(), "the entry of the checkpoint was another");
      }
      while (true) {
        List<AuditEntry> page = log.links(last.writer(), last.seq(), PAGE);
        for (AuditEntry entry : page) {
          if (entry.link().seq() != last.seq() + 1) {
            return broken(last.seq() + 1, "the entry is missing");
          }
          if (!chain.follows(last, entry)) {
            return broken(entry.link().seq(), "the entry is not what was written");
          }
          last = entry.link();
          if (isOther(last)) {
            return broken(last.seq(), "the entry of the checkpoint was another");
          }
        }
        if (page.size() < PAGE) {
          return ended();
        }
      }
    }

    private Optional<Broken> ended() {
      if (last.seq() < of.head().seq()) {
        return broken(last.seq() + 1, "the entry is missing");
      }
      return known.filter(head -> head.seq() > last.seq()).isPresent()
          ? broken(last.seq() + 1, "the entry was there at the checkpoint and is missing")
          : Optional.empty();
    }

    private boolean isOther(ChainLink link) {
      return known.filter(head -> head.seq() == link.seq() && !head.equals(link)).isPresent();
    }

    private Optional<Broken> broken(long seq, String what) {
      return Optional.of(new Broken(last.writer(), seq, what));
    }
  }
}
