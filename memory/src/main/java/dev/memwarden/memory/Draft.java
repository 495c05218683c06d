package dev.memwarden.memory;

import dev.memwarden.auth.Place;
import java.util.List;
import java.util.Optional;

/// An item about to be stored.
///
/// @param id the id it will have, unless it is there already under another one
/// @param metadata a JSON object as text
/// @param attributes a JSON object as text: what only one wire has
/// @param embedding empty for the engine to embed the text; [Embedding#NONE] for no vector at all
/// @param relations what the text says about its owner
/// @param unlessThere whether a memory with the same trimmed text in the same place is kept instead
///   of this; holds for [Kind#MEMORY] alone
public record Draft(
    Kind kind,
    String id,
    Place place,
    String text,
    String metadata,
    String attributes,
    Optional<Embedding> embedding,
    List<Relation> relations,
    boolean unlessThere) {

  public Draft {
    relations = List.copyOf(relations);
    unlessThere = unlessThere && kind == Kind.MEMORY;
  }

  /// A draft that replaces what its owner has of this kind and id.
  public static Draft of(Kind kind, String id, Place place, String text) {
    return new Draft(
        kind,
        id,
        place,
        text,
        "{}",
        Memory.NO_ATTRIBUTES,
        Optional.empty(),
        List.of(),
        /* unlessThere= */ false);
  }

  /// The same with other metadata.
  public Draft withMetadata(String metadata) {
    return new Draft(
        kind, id, place, text, metadata, attributes, embedding, relations, unlessThere);
  }

  /// The same with other attributes.
  public Draft withAttributes(String attributes) {
    return new Draft(
        kind, id, place, text, metadata, attributes, embedding, relations, unlessThere);
  }

  /// The same with a vector.
  public Draft withEmbedding(Embedding embedding) {
    return new Draft(
        kind,
        id,
        place,
        text,
        metadata,
        attributes,
        Optional.of(embedding),
        relations,
        unlessThere);
  }

  /// The same with what it says about its owner.
  public Draft withRelations(List<Relation> relations) {
    return new Draft(
        kind, id, place, text, metadata, attributes, embedding, relations, unlessThere);
  }

  /// The same, to be stored only if no memory in its place says the same.
  public Draft unlessSaid() {
    return new Draft(
        kind, id, place, text, metadata, attributes, embedding, relations, /* unlessThere= */ true);
  }
}
