package dev.memwarden.server.docs;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Dialect;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/openapi.json` and `/docs`: the documents of all dialects beside it, and of itself.
public final class DocsDialect implements Dialect {
  private static final Schema REFUSAL =
      Schema.object("DocsRefusal", Field.of("detail", Schema.text(), "why, in one sentence"));

  private static final Operation OPENAPI =
      Operation.of(
          "getOpenApi",
          "Describe this server to programs",
          "An OpenAPI 3.1 document, this route in it.",
          new Content("application/json", new Schema.Free(), Optional.empty()));

  private static final Operation PAGE =
      Operation.of(
          "getDocs",
          "Describe this server to people",
          "An HTML page that needs nothing from elsewhere.",
          new Content(Page.MEDIA_TYPE, Schema.text(), Optional.empty()));

  private final List<Dialect> all;
  private final Contents contents;
  private final About about;

  // Made when somebody asks, and then kept: making them would lengthen every start.
  private @Nullable Reply openApi;
  private @Nullable Reply page;

  /// The documents of these dialects.
  ///
  /// @param others all other dialects that are served
  /// @throws IllegalArgumentException if a route is not meant for a port, leaves a variable of its
  ///   path unexplained, or has the id of another one
  public DocsDialect(List<Dialect> others, About about) {
    this.all = Stream.concat(others.stream(), Stream.of(this)).toList();
    this.contents = Contents.of(all);
    this.about = about;
  }

  /// Everything that is served: the other dialects, and this one.
  public List<Dialect> all() {
    return all;
  }

  @Override
  public String name() {
    return "docs";
  }

  @Override
  public Chapter chapter() {
    return new Chapter("Documents", "What this server can do.", REFUSAL, REFUSAL);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route.Open(Match.of(Method.GET, "/openapi.json"), OPENAPI, _ -> openApi()),
        new Route.Open(Match.of(Method.GET, "/docs"), PAGE, _ -> page()));
  }

  @Override
  public Reply unauthenticated(Refusal why) {
    return plain(401, "Not authenticated");
  }

  @Override
  public Reply forbidden(Route route, Identity who, Deny denial) {
    return plain(403, "Not allowed");
  }

  @Override
  public Reply malformed(List<Problem> problems) {
    return plain(422, "The request makes no sense");
  }

  @Override
  public Reply plain(int status, String message) {
    return Reply.json(status, Json.object().put("detail", message));
  }

  private synchronized Reply openApi() {
    Reply made = openApi;
    if (made == null) {
      made = Reply.json(200, OpenApi.of(contents, about));
      openApi = made;
    }
    return made;
  }

  private synchronized Reply page() {
    Reply made = page;
    if (made == null) {
      made = Page.of(contents, about);
      page = made;
    }
    return made;
  }
}
