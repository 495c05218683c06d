package dev.memwarden.stores.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.MemoryStore.Version;
import dev.memwarden.memory.Provenance;
import dev.memwarden.memory.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stamps of stored records: whoever can write to the file but has no master key cannot make one
/// that holds, so what it planted is withheld.
final class Integrity {
  private static final Logger LOG = LoggerFactory.getLogger(Integrity.class);

  private final Stamps stamps;
  private final Withheld withheld;

  /// Hears of what does not hold.
  @FunctionalInterface
  interface Withheld {
    void record(String kind, long row);
  }

  Integrity(MasterKeyRing ring, Withheld withheld) {
    this.stamps = new Stamps(ring, Purpose.RECORD_STAMP);
    this.withheld = withheld;
  }

  String stamp(Memory memory) {
    return stamps.stamp(parts(memory));
  }

  /// Whether the record is as it was written. One that is not is reported to the log, without
  /// anything that it says.
  boolean holds(long row, Memory memory, String stamp) {
    return reported(stamps.holds(stamp, parts(memory)), "memory", row);
  }

  /// The stamp of a version of `of` that is replaced.
  String stamp(Memory of, Version version) {
    return stamps.stamp(parts(of, version));
  }

  boolean holds(long row, Memory of, Version version, String stamp) {
    return reported(stamps.holds(stamp, parts(of, version)), "version", row);
  }

  String stamp(long row, Place place, Relation relation) {
    return stamps.stamp(parts(row, place, relation));
  }

  boolean holds(long row, Place place, Relation relation, String stamp) {
    return reported(stamps.holds(stamp, parts(row, place, relation)), "relation", row);
  }

  /// The stamp of a record that consists of these parts, of which the first says what it is.
  String stamp(List<String> parts) {
    return stamps.stamp(bytes(parts));
  }

  boolean holds(String record, long row, List<String> parts, String stamp) {
    return reported(stamps.holds(stamp, bytes(parts)), record, row);
  }

  /// Reports a record that cannot even be read as what it should be.
  ///
  /// @return nothing, always
  <T> Optional<T> withheld(String record, long row) {
    LOG.error("event=integrity_failed record={} row={} action=withheld", record, row);
    withheld.record(record, row);
    return Optional.empty();
  }

  private boolean reported(boolean holds, String record, long row) {
    return holds || withheld(record, row).isPresent();
  }

  private static List<byte[]> parts(Memory memory) {
    List<String> parts = new ArrayList<>(List.of("memory", memory.id()));
    place(parts, memory.place());
    parts.add(memory.text());
    parts.add(memory.metadata());
    parts.add(memory.hash());
    parts.add(Integer.toString(memory.version()));
    parts.add(Long.toString(Times.micros(memory.createdAt())));
    parts.add(Long.toString(Times.micros(memory.updatedAt())));
    provenance(parts, memory.provenance());
    kind(parts, memory.kind(), memory.attributes());
    return bytes(parts);
  }

  private static List<byte[]> parts(Memory of, Version version) {
    List<String> parts = new ArrayList<>(List.of("version", of.id()));
    place(parts, of.place());
    parts.add(version.text());
    parts.add(version.metadata());
    parts.add(Integer.toString(version.version()));
    parts.add(Long.toString(Times.micros(version.at())));
    provenance(parts, version.provenance());
    kind(parts, of.kind(), version.attributes());
    return bytes(parts);
  }

  private static List<byte[]> parts(long row, Place place, Relation relation) {
    List<String> parts = new ArrayList<>(List.of("relation", Long.toString(row)));
    place(parts, place);
    parts.add(relation.source());
    parts.add(relation.relationship());
    parts.add(relation.target());
    return bytes(parts);
  }

  // Memories were all there was once, without attributes: their stamps are as they were then.
  private static void kind(List<String> parts, Kind kind, String attributes) {
    if (kind != Kind.MEMORY || !attributes.equals(Memory.NO_ATTRIBUTES)) {
      parts.add(kind.word());
      parts.add(attributes);
    }
  }

  private static void place(List<String> parts, Place place) {
    for (Axis axis : Axis.values()) {
      parts.add(ReachSql.stored(place.on(axis)));
    }
  }

  private static void provenance(List<String> parts, Provenance provenance) {
    parts.add(provenance.principal());
    parts.add(provenance.credential());
  }

  private static List<byte[]> bytes(List<String> parts) {
    return parts.stream().map(part -> part.getBytes(UTF_8)).toList();
  }
}
