package dev.memwarden.stores;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.Memory;
import dev.memwarden.memory.Order;
import dev.memwarden.memory.Outcome.Effect;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Question;
import dev.memwarden.memory.Ranking;
import dev.memwarden.memory.Relation;
import dev.memwarden.memory.Revision;
import dev.memwarden.memory.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Drafts and revisions for tests.
public final class Drafts {
  public static final Selection MEMORIES = Selection.of(Kind.MEMORY);
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder();

  private Drafts() {}

  public static Draft draft(String id, Place place, String text, Relation... relations) {
    return draft(Kind.MEMORY, id, place, text).withRelations(List.of(relations)).unlessSaid();
  }

  public static Draft draft(Kind kind, String id, Place place, String text) {
    return Draft.of(kind, id, place, text).withEmbedding(EMBEDDER.embedQuery(text));
  }

  public static Draft of(String user, String id, String text, Relation... relations) {
    return draft(id, Place.ofUser(Proofs.TENANT, user), text, relations);
  }

  public static Place place(String user, String agent) {
    return new Place(
        Proofs.TENANT, Optional.of(user), Optional.of(agent), Optional.empty(), Optional.empty());
  }

  public static Revision revision(String text, Relation... relations) {
    return Revision.NOTHING
        .withText(text)
        .withEmbedding(EMBEDDER.embedQuery(text))
        .withRelations(_ -> List.of(relations));
  }

  /// A question about memories.
  public static Question question(String words, int limit) {
    return new Question(
        words,
        Optional.of(EMBEDDER.embedQuery(words)),
        Ranking.FUSED,
        Kind.MEMORY,
        Optional.empty(),
        limit);
  }

  /// The newest memories in reach.
  public static List<Memory> newest(Stores stores, Allow allow, int limit) {
    return stores.memories().list(allow, MEMORIES, Order.NEWEST_FIRST, 0, limit);
  }

  /// Stores drafts that nothing stands against.
  public static List<Effect> put(Stores stores, Allow allow, Draft... drafts) {
    return put(stores, allow, Proofs.NOON, drafts);
  }

  public static List<Effect> put(Stores stores, Allow allow, Instant at, Draft... drafts) {
    return switch (stores.memories().put(allow, List.of(drafts), at)) {
      case Put.Done(List<Effect> effects) -> effects;
      case Put.Taken taken -> throw new AssertionError(taken);
      case Put.Full full -> throw new AssertionError(full);
    };
  }
}
