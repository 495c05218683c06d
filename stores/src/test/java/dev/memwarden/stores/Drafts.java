package dev.memwarden.stores;

import dev.memwarden.auth.Place;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.MemoryStore.Revision;
import dev.memwarden.memory.Relation;
import java.util.List;
import java.util.Optional;

/// Drafts and revisions for tests.
public final class Drafts {
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder();

  private Drafts() {}

  public static Draft draft(String id, Place place, String text, Relation... relations) {
    return new Draft(id, place, text, "{}", EMBEDDER.embedQuery(text), List.of(relations));
  }

  public static Draft of(String user, String id, String text, Relation... relations) {
    return draft(id, Place.ofUser(Proofs.TENANT, user), text, relations);
  }

  public static Place place(String user, String agent) {
    return new Place(
        Proofs.TENANT, Optional.of(user), Optional.of(agent), Optional.empty(), Optional.empty());
  }

  public static Revision revision(String text, Relation... relations) {
    return new Revision(text, Optional.empty(), EMBEDDER.embedQuery(text), _ -> List.of(relations));
  }
}
