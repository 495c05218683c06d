package dev.memwarden.stores.lucene;

import dev.memwarden.auth.Place;
import dev.memwarden.memory.Kind;
import java.util.List;
import java.util.Optional;

/// The truth that the index follows: items, and a log of which of them changed. Used by one thread
/// at a time.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the truth cannot answer.
public interface IndexSource extends AutoCloseable {

  /// One item as it is now.
  ///
  /// @param model which model made the vector
  record Indexed(long row, Kind kind, Place place, String text, String model, float[] vector) {}

  /// That an item changed.
  ///
  /// @param now empty if it is gone
  record Change(long seq, long row, Optional<Indexed> now) {}

  /// Names the store: an index of another one is of no use.
  String id();

  /// Number of the newest change; 0 before the first.
  long last();

  /// Changes up to this number are not in the log any more.
  long trimmed();

  /// The changes after `seq`, in order.
  ///
  /// @param limit at most this many
  List<Change> after(long seq, int limit);

  /// How many items there are.
  long size();

  /// Items with a row above `row`, in order.
  ///
  /// @param limit at most this many
  List<Indexed> scan(long row, int limit);

  /// Lets go of the log up to `seq`, some time soon.
  void trim(long seq);

  @Override
  void close();
}
