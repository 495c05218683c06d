package dev.memwarden.server.docs;

import dev.memwarden.auth.Sha256;
import dev.memwarden.server.api.Chapter;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.docs.Contents.Item;
import dev.memwarden.server.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The contents as one HTML page for people: no script, and nothing from elsewhere.
final class Page {
  static final String MEDIA_TYPE = "text/html; charset=utf-8";

  private final Html html = new Html();
  private final Map<Chapter, List<Item>> chapters = new LinkedHashMap<>();

  private Page(Contents contents) {
    for (Item item : contents.items()) {
      chapters.computeIfAbsent(item.dialect().chapter(), _ -> new ArrayList<>()).add(item);
    }
  }

  /// The page, which a browser allows nothing beyond itself.
  static Reply of(Contents contents, About about) {
    String style = style();
    byte[] page = new Page(contents).whole(about, style).getBytes(StandardCharsets.UTF_8);
    return Reply.bytes(200, MEDIA_TYPE, page)
        .withHeader(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(digest(style)))
        .withHeader("X-Frame-Options", "DENY")
        .withHeader("Referrer-Policy", "no-referrer");
  }

  private String whole(About about, String style) {
    html.raw("<!DOCTYPE html>\n");
    html.open("html", "lang", "en").open("head");
    html.raw("<meta charset=\"utf-8\"/>\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    html.element("title", "Memwarden " + about.version());
    // Not escaped: the digest in the header is of exactly this text, which comes from a file of
    // ours.
    html.open("style").raw(style).close("style").close("head").open("body");
    html.open("header").element("h1", "Memwarden");
    html.open("p").prose(About.DESCRIPTION).close("p");
    html.open("p", "class", "facts");
    html.text("Version " + about.version() + ". ");
    if (!about.server().equals("/")) {
      html.text("Reached under " + about.server() + ". ");
    }
    html.text("For programs: ").element("a", "/openapi.json", "href", "openapi.json");
    html.close("p").close("header");
    navigation();
    html.open("main");
    credentials();
    chapters.forEach(this::chapter);
    return html.close("main").close("body").close("html").toString();
  }

  private void navigation() {
    html.open("nav", "aria-label", "Operations");
    chapters.forEach((chapter, items) -> {
      html.element("h2", chapter.title()).open("ul");
      for (Item item : items) {
        html.open("li").open("a", "href", "#" + item.operation().id());
        matched(item);
        html.close("a").close("li");
      }
      html.close("ul");
    });
    html.close("nav");
  }

  private void matched(Item item) {
    String method = item.route().match().method().name();
    html.open("span", "class", "method " + method.toLowerCase(Locale.ROOT)).text(method);
    html.raw("</span> ").open("code").text(path(item)).raw("</code>");
  }

  private static String path(Item item) {
    String match = item.route().match().toString();
    return match.substring(match.indexOf('/'));
  }

  private void credentials() {
    html.open("section", "id", "credentials").element("h2", "Credentials");
    html.open("p")
        .prose(
            "Send exactly one key with each request that needs one, in either header; a token that the"
                + " server takes does as well. Neither goes into a URL or a cookie.")
        .close("p");
    html.element(
        "pre",
        """
        Authorization: Bearer sks-…
        X-API-Key: sks-…\
        """);
    html.open("p")
        .prose(
            "The operator makes keys with `memwarden key add --user alice`; `POST /auth/keys` makes"
                + " further ones of your own. A key can be limited to actions, places, networks and"
                + " a time, and can be revoked at once. Every reply has an `X-Request-ID`: name it"
                + " when you ask the operator why something was refused.")
        .close("p")
        .close("section");
  }

  private void chapter(Chapter chapter, List<Item> items) {
    html.open("section").element("h2", chapter.title());
    html.open("p").prose(chapter.about()).close("p");
    items.forEach(this::operation);
    html.close("section");
  }

  private void operation(Item item) {
    Operation operation = item.operation();
    html.open("article", "id", operation.id()).open("h3");
    matched(item);
    html.close("h3").open("p").open("strong").text(operation.summary()).raw(".</strong> ");
    html.prose(operation.about()).close("p");
    html.open("p", "class", "facts").prose(credential(item)).close("p");
    if (!operation.parameters().isEmpty()) {
      html.element("h4", "Parameters");
      table(operation.parameters().stream().map(parameter -> row(item, parameter)).toList());
    }
    operation
        .body()
        .ifPresent(body -> {
          html.element("h4", "Request");
          content(body);
        });
    html.element("h4", "Reply");
    for (Result result : operation.results()) {
      html.open("p").element("b", Integer.toString(result.status())).prose(result.about());
      html.close("p");
      if (result.status() < 300) {
        content(result.content());
      } else {
        example(result.content().example());
      }
    }
    refusals(Refusals.of(item));
    html.close("article");
  }

  private static String credential(Item item) {
    if (!item.isGuarded()) {
      return "Needs no key.";
    }
    if (item.isSigned()) {
      return "Needs a signature over the body, and no key.";
    }
    String allows = About.needs(item.operation());
    return allows.isEmpty() ? "Needs a key." : "Needs a key that allows " + allows + ".";
  }

  private static Shape.Row row(Item item, Parameter parameter) {
    boolean inPath = item.isInPath(parameter);
    return new Shape.Row(
        inPath ? "{" + parameter.name() + "}" : "?" + parameter.name() + "=",
        Shape.words(parameter.schema()),
        inPath,
        parameter.about());
  }

  private void content(Content content) {
    Schema schema = content.schema();
    List<Shape.Row> rows = Shape.rows(schema);
    if (!rows.isEmpty()) {
      table(rows);
    }
    example(content.example());
  }

  private void table(List<Shape.Row> rows) {
    html.open("div", "class", "scroll").open("table");
    for (Shape.Row row : rows) {
      html.open("tr").open("th", "scope", "row").open("code").text(row.path()).raw("</code>");
      html.text(row.required() ? "" : " optional").close("th");
      html.open("td").prose(row.words()).close("td");
      html.open("td").prose(row.about()).close("td").close("tr");
    }
    html.close("table").close("div");
  }

  private void refusals(List<Result> refusals) {
    html.open("details").element("summary", "Refusals");
    for (Result refusal : refusals) {
      html.open("p").element("b", Integer.toString(refusal.status())).prose(refusal.about());
      html.close("p");
      example(refusal.content().example());
    }
    html.close("details");
  }

  private void example(Optional<String> example) {
    example.ifPresent(text -> html.element("pre", text.strip()));
  }

  private static String style() {
    try (InputStream file = Page.class.getResourceAsStream("page.css")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // CSP 3 §2.3.1: of the text between the tags, exactly as it stands.
  private static String digest(String style) {
    byte[] hash = Sha256.of(style.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }
}
