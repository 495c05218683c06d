package dev.memwarden.server.dialect.zep;

import java.util.List;
import java.util.Optional;

/// Which vectors a collection takes: none where they are made here, and else those of its length.
final class Embeddings {

  /// What is said of a vector of another length.
  static final String WIDTH =
      "embedding width mismatch. please ensure that the embeddings you have configured in the zep"
          + " config are the same width as those you are generating.";

  private static final String SOME =
      "cannot create documents with embeddings in an auto-embedded collection";

  private static final String NONE =
      "bad request: cannot create documents without embeddings in a non-auto-embedded collection";

  private Embeddings() {}

  /// What is wrong with the vectors of new documents, in the original's words.
  static Optional<String> mistake(CollectionData collection, List<NewDocument> documents) {
    List<ClientVector> vectors =
        documents.stream().flatMap(document -> document.embedding().stream()).toList();
    if (collection.auto()) {
      return vectors.isEmpty() ? Optional.empty() : Optional.of(SOME);
    }
    if (vectors.size() < documents.size()) {
      return Optional.of(NONE);
    }
    return vectors.stream().allMatch(vector -> vector.dimensions() == collection.dimensions())
        ? Optional.empty()
        : Optional.of(WIDTH);
  }
}
