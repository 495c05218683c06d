package dev.memwarden.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.api.Unlisted;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final Routes ROUTES =
      Routes.of(
          List.of(
              dialect(
                  "GET /",
                  "POST /memories",
                  "POST /memories/search",
                  "GET /memories/{user_id}",
                  "DELETE /memories/{memory_id}",
                  "DELETE /memories/user/{user_id}",
                  "GET /a/{x}/c",
                  "GET /a/b/{y}",
                  "GET /a/{x}/{y}/d",
                  "GET /list/",
                  "PUT /list/{x}"),
              lenient("GET /free", "PUT /free/{x}")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /                  | GET / {}
          POST   | /memories          | POST /memories {}
          GET    | /memories          | only POST
          GET    | /memories/         | unknown
          GET    | /memories/alice    | GET /memories/{user_id} {user_id=alice}
          GET    | /memories/search   | GET /memories/{user_id} {user_id=search}
          POST   | /memories/search   | POST /memories/search {}
          PUT    | /memories/search   | only GET POST DELETE
          PUT    | /memories/alice    | only GET DELETE
          DELETE | /memories/m1       | DELETE /memories/{memory_id} {memory_id=m1}
          DELETE | /memories/user     | DELETE /memories/{memory_id} {memory_id=user}
          DELETE | /memories/user/bob | DELETE /memories/user/{user_id} {user_id=bob}
          DELETE | /memories/x/bob    | unknown
          GET    | /Memories/alice    | unknown
          GET    | /a/b/c             | GET /a/b/{y} {y=c}
          GET    | /a/x/c             | GET /a/{x}/c {x=x}
          GET    | /a/b/x/d           | GET /a/{x}/{y}/d {x=b, y=x}
          PATCH  | /                  | only GET
          GET    | /list/             | GET /list/ {}
          GET    | /list              | with a slash
          POST   | /list              | unknown
          POST   | /list/             | only GET
          GET    | /list/x/           | unknown
          GET    | /free              | GET /free {}
          GET    | /free/             | GET /free {}
          PUT    | /free/x            | PUT /free/{x} {x=x}
          PUT    | /free/x/           | PUT /free/{x} {x=x}
          GET    | /free/x/           | only PUT
          """)
  void finds(String method, String path, String found) {
    List<String> segments =
        path.equals("/") ? List.of() : Arrays.asList(path.substring(1).split("/", -1));

    String text =
        switch (ROUTES.find(Method.of(method), segments)) {
          case Routes.Found.Hit hit -> hit.route().match() + " " + hit.values();
          case Routes.Found.WrongMethod(var allowed) ->
              "only " + String.join(" ", allowed.stream().map(Method::name).toList());
          case Routes.Found.NeedsSlash _ -> "with a slash";
          case Routes.Found.Unknown _ -> "unknown";
        };
    assertThat(text).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"GET /a/{x}, GET /a/{y}", "GET /a, GET /a", "POST /{x}/b, POST /{y}/b"})
  void two_equal_matches_do_not_start(String one, String other) {
    List<Dialect> dialects = List.of(dialect(one), dialect(other));

    assertThatThrownBy(() -> Routes.of(dialects))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("match the same requests");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "//",
        "/a//",
        "/a//b",
        "/{",
        "/{A}",
        "/{x}y",
        "/{x}/{x}",
        "/.",
        "/a/..",
        "/a b"
      })
  void malformed_patterns_do_not_start(String pattern) {
    assertThatThrownBy(() -> Match.of(Method.GET, pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_dialect_means_no_route() {
    assertThat(Routes.of(List.of()).find(Method.of("GET"), List.of()))
        .isEqualTo(new Routes.Found.Unknown());
  }

  private static Dialect dialect(String... routes) {
    return dialect(false, routes);
  }

  private static Dialect lenient(String... routes) {
    return dialect(true, routes);
  }

  private static Dialect dialect(boolean slashMayFollow, String... routes) {
    List<Route> open =
        Stream.of(routes)
            .map(route -> route.split(" "))
            .map(parts -> Match.of(Method.valueOf(parts[0]), parts[1]))
            .<Route>map(match -> new Route.Open(match, new Unlisted(), _ -> Reply.empty(204)))
            .toList();
    return new Dialect() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public Chapter chapter() {
        return new Chapter("Test", "For tests.", Schema.text(), Schema.text());
      }

      @Override
      public List<Route> routes() {
        return open;
      }

      @Override
      public boolean slashMayFollow() {
        return slashMayFollow;
      }

      @Override
      public Reply unauthenticated(Refusal why) {
        return Reply.empty(401);
      }

      @Override
      public Reply forbidden(Route route, Identity who, Deny denial) {
        return Reply.empty(403);
      }

      @Override
      public Reply malformed(List<Problem> problems) {
        return Reply.empty(422);
      }

      @Override
      public Reply plain(int status, String message) {
        return Reply.empty(status);
      }
    };
  }
}
