package dev.memwarden.memory;

import dev.memwarden.auth.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// How an item is to change. The functions are quick and without side effects, so that a store may
/// ask them inside its transaction: what they are given is what is replaced.
///
/// @param text empty leaves it, its vector and its relations as they are
/// @param embedding what the new text means, or another vector for the old one
/// @param metadata what becomes of the JSON object
/// @param attributes what becomes of the JSON object
/// @param place where it goes; `memory:write` is needed there too
/// @param relations what a new text says about its owner, made for the place that it ends up in
public record Revision(
    Optional<String> text,
    Optional<Embedding> embedding,
    UnaryOperator<String> metadata,
    UnaryOperator<String> attributes,
    UnaryOperator<Place> place,
    Function<Place, List<Relation>> relations) {

  /// Leaves everything as it is.
  public static final Revision NOTHING =
      new Revision(
          Optional.empty(),
          Optional.empty(),
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          _ -> List.of());

  /// The same with another text.
  public Revision withText(String text) {
    return new Revision(Optional.of(text), embedding, metadata, attributes, place, relations);
  }

  /// The same with another vector.
  public Revision withEmbedding(Embedding embedding) {
    return new Revision(text, Optional.of(embedding), metadata, attributes, place, relations);
  }

  /// The same with other metadata.
  public Revision withMetadata(UnaryOperator<String> metadata) {
    return new Revision(text, embedding, metadata, attributes, place, relations);
  }

  /// The same with other attributes.
  public Revision withAttributes(UnaryOperator<String> attributes) {
    return new Revision(text, embedding, metadata, attributes, place, relations);
  }

  /// The same to another place.
  public Revision withPlace(UnaryOperator<Place> place) {
    return new Revision(text, embedding, metadata, attributes, place, relations);
  }

  /// The same with other relations.
  public Revision withRelations(Function<Place, List<Relation>> relations) {
    return new Revision(text, embedding, metadata, attributes, place, relations);
  }
}
