package dev.memwarden.auth.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.auth.key.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Links entries to the ones before them: each tag is an HMAC over the entry, its writer, its
/// number and the tag before it. Whoever has no master key cannot change, add, move or leave out an
/// entry of a chain without the next tag telling; from the end, only a [Checkpoint] tells.
///
/// Thread-safe.
public final class AuditChain {
  private static final String ENTRY = "entry";
  private static final String ANCHOR = "anchor";
  private static final String CHECKPOINT = "checkpoint";

  private final MasterKeyRing ring;

  public AuditChain(MasterKeyRing ring) {
    this.ring = ring;
  }

  /// The link of `event` behind `last`.
  public ChainLink next(ChainLink last, AuditEvent event) {
    long seq = last.seq() + 1;
    Tag tag = ring.tag(Purpose.AUDIT_CHAIN, entry(last, seq, event));
    return new ChainLink(last.writer(), seq, tag.toString());
  }

  /// Whether `entry` is what was written behind `last`.
  public boolean follows(ChainLink last, AuditEntry entry) {
    ChainLink link = entry.link();
    return link.writer().equals(last.writer())
        && link.seq() == last.seq() + 1
        && holds(Purpose.AUDIT_CHAIN, link.tag(), entry(last, link.seq(), entry.event()));
  }

  /// The signature of where a chain begins after everything up to `removed` was removed.
  public String anchor(ChainLink removed) {
    return ring.tag(Purpose.AUDIT_CHECKPOINT, anchored(removed)).toString();
  }

  /// Whether a chain may begin after `removed`.
  public boolean isAnchor(ChainLink removed, String signature) {
    return holds(Purpose.AUDIT_CHECKPOINT, signature, anchored(removed));
  }

  /// A checkpoint of these heads.
  public Checkpoint sign(Instant at, List<ChainLink> heads) {
    List<ChainLink> sorted =
        heads.stream().sorted(Comparator.comparing(ChainLink::writer)).toList();
    Checkpoint unsigned = new Checkpoint(at, sorted, "");
    return new Checkpoint(
        at, sorted, ring.tag(Purpose.AUDIT_CHECKPOINT, heads(unsigned)).toString());
  }

  /// Whether a checkpoint was signed here.
  public boolean isGenuine(Checkpoint checkpoint) {
    return holds(Purpose.AUDIT_CHECKPOINT, checkpoint.signature(), heads(checkpoint));
  }

  private boolean holds(Purpose purpose, String text, byte[]... parts) {
    Tag tag;
    try {
      tag = Tag.parse(text);
    } catch (IllegalArgumentException _) {
      return false;
    }
    return ring.verify(purpose, tag, parts);
  }

  private static byte[][] entry(ChainLink last, long seq, AuditEvent event) {
    List<String> parts =
        new ArrayList<>(List.of(ENTRY, last.writer(), Long.toString(seq), last.tag()));
    parts.addAll(event.parts());
    return bytes(parts);
  }

  private static byte[][] anchored(ChainLink removed) {
    return bytes(List.of(ANCHOR, removed.writer(), Long.toString(removed.seq()), removed.tag()));
  }

  private static byte[][] heads(Checkpoint checkpoint) {
    List<String> parts =
        new ArrayList<>(
            List.of(
                CHECKPOINT,
                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, checkpoint.at()))));
    for (ChainLink head : checkpoint.heads()) {
      parts.addAll(List.of(head.writer(), Long.toString(head.seq()), head.tag()));
    }
    return bytes(parts);
  }

  private static byte[][] bytes(List<String> parts) {
    return parts.stream().map(part -> part.getBytes(UTF_8)).toArray(byte[][]::new);
  }
}
