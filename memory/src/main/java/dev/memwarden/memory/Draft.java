package dev.memwarden.memory;

import dev.memwarden.auth.Place;
import java.util.List;

/// A memory about to be stored, already embedded.
///
/// @param id the id it will have if it is new
/// @param metadata a JSON object as text
/// @param relations what the text says about its owner
public record Draft(
    String id,
    Place place,
    String text,
    String metadata,
    Embedding embedding,
    List<Relation> relations) {

  public Draft {
    relations = List.copyOf(relations);
  }
}
