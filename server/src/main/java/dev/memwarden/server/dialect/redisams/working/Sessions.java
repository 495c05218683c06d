package dev.memwarden.server.dialect.redisams.working;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Place;
import dev.memwarden.memory.Entity;
import dev.memwarden.memory.EntityKind;
import dev.memwarden.memory.EntityStore;
import dev.memwarden.memory.JobRequest;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.NewEntity;
import dev.memwarden.server.dialect.redisams.scope.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Working memories by session.
///
/// A session is looked for where a client that names as much would have put it; if it is not there,
/// it is the one of that id within what is meant, if there is exactly one. So what a caller wrote,
/// the same words read, and nobody else's session comes in between.
public final class Sessions {
  private static final EntityKind KIND = EntityKind.WORKING_MEMORY;

  private final EntityStore entities;

  public Sessions(EntityStore entities) {
    this.entities = entities;
  }

  EntityStore.Page list(Allow allow, int offset, int limit) {
    return entities.list(allow, KIND, offset, limit);
  }

  /// The working memory of a session (`memory:read`).
  ///
  /// @param scope names a session
  Optional<Entity> find(Allow allow, Scope scope) {
    String id = scope.session().orElseThrow();
    return exactly(allow, Action.MEMORY_READ, scope)
        .flatMap(here -> entities.find(here, KIND, id))
        .or(() -> entities.find(allow.within(scope.box()), KIND, id));
  }

  /// What is said in a session, as far as there is room for it (`memory:read`).
  public Optional<Conversation> conversation(Allow allow, OneSession session) {
    return find(allow, session.scope())
        .map(Document::of)
        .map(document ->
            new Conversation(
                document.context(),
                WorkingShown.wanted(document, session.window(), session.recent()).stream()
                    .map(Said::message)
                    .toList()));
  }

  /// What is said in a session.
  ///
  /// @param context what came before, in short
  public record Conversation(Optional<String> context, List<Message> messages) {
    public Conversation {
      messages = List.copyOf(messages);
    }
  }

  /// Removes it, if it is there (`memory:delete`).
  void delete(Allow allow, Scope scope) {
    String id = scope.session().orElseThrow();
    boolean deleted =
        exactly(allow, Action.MEMORY_DELETE, scope)
            .filter(here -> entities.delete(here, KIND, id))
            .isPresent();
    if (!deleted) {
      boolean _ = entities.delete(allow.within(scope.box()), KIND, id);
    }
  }

  private static Optional<Allow> exactly(Allow allow, Action action, Scope scope) {
    Place place = scope.place();
    return allow.reach(action).contains(place)
        ? Optional.of(allow.within(Box.exactly(place)))
        : Optional.empty();
  }

  /// Replaces it whole, but for what only the server knows (`memory:write`).
  ///
  /// @param jobs asked for with it
  Entity put(
      Allow allow, Place place, Document fresh, Optional<Instant> end, List<JobRequest> jobs) {
    NewEntity first = new NewEntity(KIND, place.session().orElseThrow(), place, fresh.text(), end);
    // Of two that begin a session at once, the second comes after the first. What neither changes
    // nor makes room for another is withheld, and is replaced.
    return replace(allow, place, fresh, end, jobs)
        .or(() -> entities.create(allow, first, jobs))
        .or(() -> replace(allow, place, fresh, end, jobs))
        .orElseGet(() -> entities.put(allow, first, jobs));
  }

  private Optional<Entity> replace(
      Allow allow, Place place, Document fresh, Optional<Instant> end, List<JobRequest> jobs) {
    return entities.update(
        allow.within(Box.exactly(place)),
        KIND,
        place.session().orElseThrow(),
        old -> old.withBody(fresh.after(Document.of(old)).text()).expiring(end),
        jobs);
  }

  /// Notes what has been remembered, if the session is still there (`memory:write`).
  Optional<Document> note(Allow allow, Place place, Noted noted) {
    return entities
        .update(
            allow.within(Box.exactly(place)),
            KIND,
            place.session().orElseThrow(),
            old -> {
              Document document = Document.of(old);
              return old.withBody(document.with(noted.in(document.ledger())).text());
            })
        .map(Document::of);
  }

  /// What has been remembered.
  ///
  /// @param said ids of messages
  /// @param memories ids of memories
  record Noted(List<String> said, List<String> memories, boolean extracted, Instant at) {
    static final Noted NOTHING = new Noted(List.of(), List.of(), false, Instant.EPOCH);

    Ledger in(Ledger ledger) {
      return ledger.noted(said, memories, extracted, at);
    }
  }
}
