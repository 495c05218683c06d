package dev.memwarden.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Reply;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class PageTest {
  @TempDir Path folder;

  private DocumentedServer server;
  private Reply reply;

  @BeforeEach
  void open() {
    server = new DocumentedServer(folder, false);
    reply = server.answer("GET", "/docs", "", Map.of("Host", "localhost"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void every_operation_is_on_it() throws Exception {
    Document page = parsed(reply);

    for (Contents.Item item : server.contents.items()) {
      Element article = byId(page, item.operation().id());
      assertThat(article.getTextContent())
          .contains(item.route().match().toString())
          .contains(item.operation().summary())
          .contains(
              item.isSigned()
                  ? "Needs a signature over the body"
                  : item.isGuarded() ? "Needs a key" : "Needs no key.");
      item.operation()
          .parameters()
          .forEach(parameter -> assertThat(article.getTextContent()).contains(parameter.name()));
      for (var action : item.operation().needs()) {
        assertThat(article.getTextContent()).contains(action.word());
      }
    }
    assertThat(page.getDocumentElement().getTextContent())
        .contains("1.2.3", "https://memory.example.org", "X-API-Key", "messages[].content");
  }

  @Test
  void it_needs_nothing_from_elsewhere_and_runs_nothing() throws Exception {
    Document page = parsed(reply);
    List<String> elements = new ArrayList<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      elements.add(element.getTagName());
      assertThat(element.getAttribute("src")).isEmpty();
      assertThat(element.getAttribute("style")).isEmpty();
      if (element.hasAttribute("href")) {
        assertThat(element.getAttribute("href")).matches("#\\w+|openapi\\.json");
      }
    }

    assertThat(elements)
        .doesNotContain("script", "link", "img", "iframe", "object", "form", "base");
    assertThat(page.getElementsByTagName("style").item(0).getTextContent())
        .doesNotContain("url(", "@import");
  }

  @Test
  void browsers_allow_it_nothing_but_its_own_style() throws Exception {
    String style = parsed(reply).getElementsByTagName("style").item(0).getTextContent();

    assertThat(reply.header("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; style-src 'sha256-"
                + digest(style)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(reply.header("X-Frame-Options")).hasValue("DENY");
    assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(reply.header("Content-Type")).hasValue("text/html; charset=utf-8");
  }

  @Test
  void text_is_text_whatever_is_in_it() throws Exception {
    String hostile = "<script>alert('1')</script> & \"`<b>`";
    Operation operation =
        Operation.of(
                "a", hostile, hostile, Content.json(Schema.text(), "\"</pre><script>x</script>\""))
            .explained(hostile)
            .taking(new Parameter("x", Schema.text(), hostile));
    var docs = new DocsDialect(List.of(new OneRoute("/a", operation)), new About(hostile, hostile));

    Document page = parsed(Page.of(Contents.of(docs.all()), new About(hostile, hostile)));

    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(byId(page, "a").getTextContent())
        .contains("<script>alert('1')</script> & \"<b>")
        .contains("</pre><script>x</script>");
  }

  private static String digest(String text) throws NoSuchAlgorithmException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  // Written so that it is XML too, which is easier to be strict about.
  private static Document parsed(Reply page)
      throws ParserConfigurationException, IOException, SAXException {
    String text = new String(page.bytes(), StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  private static Element byId(Document page, String id) {
    NodeList articles = page.getElementsByTagName("article");
    for (int i = 0; i < articles.getLength(); i++) {
      Element article = (Element) articles.item(i);
      if (article.getAttribute("id").equals(id)) {
        return article;
      }
    }
    throw new AssertionError("there is no " + id);
  }
}
