package dev.memwarden.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.api.Unlisted;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in a request line: what is taken has one reading, and finds the route that a
/// plain look through the list finds.
class RequestTargetFuzzTest {
  private static final List<Match> LIST =
      List.of(
          Match.of(Method.GET, "/"),
          Match.of(Method.GET, "/health"),
          Match.of(Method.POST, "/memories"),
          Match.of(Method.POST, "/memories/search"),
          Match.of(Method.GET, "/memories/{user_id}"),
          Match.of(Method.DELETE, "/memories/{memory_id}"),
          Match.of(Method.DELETE, "/memories/user/{user_id}"),
          Match.of(Method.PATCH, "/memories/user/search"),
          Match.of(Method.PUT, "/{a}/{b}/{c}"));
  private static final Routes ROUTES = Routes.of(List.of(new Paths()));

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "/",
            "*",
            "http://localhost/memories",
            "/memories/alice?limit=10&agent_id=a%20b+c&limit=11&&x",
            "/memories/user/alice",
            "/memories/user/search",
            "/memories/search/",
            "/memories//search",
            "/memories/%2e%2e/health",
            "/memories/..;/health",
            "/memories/%252e%252e/health",
            "/memories/a%2fb%5Cc\\d",
            "/memories/%C3%A4%F0%9F%98%80",
            "/memories/%c0%ae%ed%a0%80",
            "/memories/alice%00",
            "/memories/alice#b",
            "/a/%E2%80%AE/c?%00=%ff",
            "/%c2%85",
            "/memories/\u00e4")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_target_has_one_reading_or_none(byte[] bytes) {
    String text = FuzzedText.of(bytes, ISO_8859_1);
    Optional<RequestTarget> read = RequestTarget.parse(text);

    assertThat(read.map(RequestTarget::segments)).isEqualTo(NaiveTarget.segments(text));
    assertThat(ROUTES.dialectOf(text).isPresent())
        .isEqualTo(text.matches("(?s)/(?:health|memories)(?:[/?].*)?"));
    if (read.isEmpty()) {
      assertThat(Method.values()).allMatch(method -> ROUTES.fixed(method, text).isEmpty());
    }
    read.ifPresent(target -> {
      assertThat(target.query()).isEqualTo(NaiveTarget.query(text));
      judge(text, target);
      for (Method method : Method.values()) {
        judgeShortcut(method, text, target);
        judgeFound(Optional.of(method), target.segments());
      }
      judgeFound(Optional.empty(), target.segments());
    });
  }

  private static void judge(String text, RequestTarget target) {
    String path = text.split("\\?", 2)[0];
    List<String> segments = target.segments();
    for (String segment : segments) {
      assertThat(segment).isNotIn(".", "..").doesNotContain("/", "\\");
      assertThat(segment.chars()).noneMatch(Character::isISOControl);
      assertThat(new String(segment.getBytes(UTF_8), UTF_8)).isEqualTo(segment);
    }
    assertThat(segments.stream().limit(Math.max(0, segments.size() - 1))).doesNotContain("");
    assertThat(("/" + String.join("/", segments)).length()).isLessThanOrEqualTo(path.length());

    String again =
        "/" + segments.stream().map(one -> encoded(one)).collect(Collectors.joining("/"));
    String query =
        target.query().entrySet().stream()
            .flatMap(entry ->
                entry.getValue().stream()
                    .map(value -> encoded(entry.getKey()) + "=" + encoded(value)))
            .collect(Collectors.joining("&"));
    assertThat(RequestTarget.parse(again + "?" + query)).contains(target);
  }

  private static void judgeShortcut(Method method, String text, RequestTarget target) {
    ROUTES
        .fixed(method, text)
        .ifPresent(fixed -> {
          assertThat(fixed.target()).isEqualTo(target);
          assertThat(ROUTES.find(Optional.of(method), target.segments())).isEqualTo(fixed.hit());
        });
  }

  private static void judgeFound(Optional<Method> method, List<String> segments) {
    List<Match> fitting = LIST.stream().filter(match -> fits(match, segments)).toList();
    Set<Method> methods =
        fitting.stream()
            .map(Match::method)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Method.class)));
    // Literals sort before variables, from left to right.
    Optional<Match> best =
        fitting.stream()
            .filter(match -> method.equals(Optional.of(match.method())))
            .min((a, b) -> literals(b).compareTo(literals(a)));

    switch (ROUTES.find(method, segments)) {
      case Routes.Found.Hit hit -> {
        assertThat(best).contains(hit.route().match());
        assertThat(hit.values().values())
            .containsExactlyElementsOf(variables(hit.route().match(), segments));
      }
      case Routes.Found.WrongMethod(Set<Method> allowed) -> {
        assertThat(best).isEmpty();
        assertThat(allowed).isEqualTo(methods).isNotEmpty();
      }
      case Routes.Found.NeedsSlash _ -> throw new AssertionError("no route here ends in a slash");
      case Routes.Found.Unknown _ -> assertThat(methods).isEmpty();
    }
  }

  private static boolean fits(Match match, List<String> segments) {
    if (match.segments().size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      boolean fits =
          switch (match.segments().get(i)) {
            case Match.Segment.Literal(String text) -> text.equals(segments.get(i));
            case Match.Segment.Variable _ -> !segments.get(i).isEmpty();
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static String literals(Match match) {
    return match.segments().stream()
        .map(segment -> segment instanceof Match.Segment.Literal ? "1" : "0")
        .collect(Collectors.joining());
  }

  private static List<String> variables(Match match, List<String> segments) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      if (match.segments().get(i) instanceof Match.Segment.Variable) {
        values.add(segments.get(i));
      }
    }
    return values;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// The list as a dialect whose routes do nothing.
  private static final class Paths implements Dialect {

    @Override
    public String name() {
      return "paths";
    }

    @Override
    public Chapter chapter() {
      return new Chapter("Paths", "For tests.", Schema.text(), Schema.text());
    }

    @Override
    public List<Route> routes() {
      return LIST.stream()
          .<Route>map(match -> new Route.Open(match, new Unlisted(), _ -> plain(200, "")))
          .toList();
    }

    @Override
    public Reply unauthenticated(Refusal why) {
      return plain(401, "");
    }

    @Override
    public Reply forbidden(Route route, Identity who, Deny denial) {
      return plain(403, "");
    }

    @Override
    public Reply malformed(List<Problem> problems) {
      return plain(422, "");
    }

    @Override
    public Reply plain(int status, String message) {
      return Reply.text(status, message);
    }
  }
}
