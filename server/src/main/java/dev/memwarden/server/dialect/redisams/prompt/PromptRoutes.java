package dev.memwarden.server.dialect.redisams.prompt;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.server.dialect.redisams.longterm.Finder;
import dev.memwarden.server.dialect.redisams.longterm.Found;
import dev.memwarden.server.dialect.redisams.longterm.LongTermRoutes;
import dev.memwarden.server.dialect.redisams.scope.Rows;
import dev.memwarden.server.dialect.redisams.working.OneSession;
import dev.memwarden.server.dialect.redisams.working.Sessions;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Route.Guarded;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Puts together what is known around a question.
public final class PromptRoutes {
  private final Sessions sessions;
  private final Finder finder;

  public PromptRoutes(Sessions sessions, Finder finder) {
    this.sessions = sessions;
    this.finder = finder;
  }

  /// The routes.
  public List<Route> routes() {
    return List.of(
        new Guarded<>(
            Match.of(Method.POST, "/v1/memory/prompt"),
            PromptOperations.PROMPT,
            new PromptRequest.OnWire(),
            (who, request) -> request.demands(who),
            this::prompt,
            PromptRoutes::rows));
  }

  private Reply prompt(Allow allow, PromptRequest request) {
    if (request.session().isEmpty() && request.search().isEmpty()) {
      return Details.plain(400, "Either session or long_term_search must be provided");
    }
    Optional<Reply> refusal = request.search().flatMap(LongTermRoutes::refusal);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Hydrated prompt = new Hydrated();
    request.session().ifPresent(session -> add(prompt, allow, session));
    Optional<Found> found =
        request.search().map(search -> finder.find(allow, search.asking(request.query())));
    found.ifPresent(prompt::add);
    prompt.add("user", request.query());
    ObjectNode body = Json.object();
    body.set("messages", prompt.messages());
    found
        .filter(page -> !page.memories().isEmpty())
        .ifPresentOrElse(
            page -> body.set("long_term_memories", page.array()),
            () -> body.putNull("long_term_memories"));
    return Reply.json(200, body);
  }

  // A session that is not there has nothing to say.
  private void add(Hydrated prompt, Allow allow, OneSession session) {
    sessions
        .conversation(allow.within(session.scope().box()), session)
        .ifPresent(conversation -> {
          conversation
              .context()
              .ifPresent(context ->
                  prompt.add("system", "## A summary of the conversation so far:\n" + context));
          conversation
              .messages()
              .forEach(message ->
                  prompt.add(message.isFromUser() ? "user" : "assistant", message.content()));
        });
  }

  private static List<Box> rows(Reply reply) {
    return Rows.each(reply, "long_term_memories");
  }
}
