package dev.memwarden.auth.audit;

/// Where one entry is in the chain of its writer.
///
/// @param writer who keeps the chain: one per store, or per node of a cluster
/// @param seq its number in it, from 1, without gaps; 0 is before the first
/// @param tag what the entry, its number and the tag before it come to under the master key
public record ChainLink(String writer, long seq, String tag) {

  /// Before the first entry of a writer.
  public static ChainLink start(String writer) {
    return new ChainLink(writer, 0, "");
  }
}
