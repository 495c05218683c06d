package dev.memwarden.server.docs;

/// Writes HTML. All text and all values of attributes are escaped; only names of elements and
/// attributes are taken as they are.
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);

  /// Starts an element.
  ///
  /// @param attributes names and values in turn
  Html open(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  /// Ends an element.
  Html close(String element) {
    out.append("</").append(element).append(">\n");
    return this;
  }

  /// A whole element with text in it.
  ///
  /// @param attributes names and values in turn
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  /// Text.
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  /// Text in which what stands between backticks is code.
  Html prose(String text) {
    boolean code = false;
    for (String part : text.split("`", -1)) {
      if (code) {
        open("code").text(part);
        out.append("</code>");
      } else {
        text(part);
      }
      code = !code;
    }
    return this;
  }

  /// What the caller vouches for.
  Html raw(String html) {
    out.append(html);
    return this;
  }

  /// All of it.
  @Override
  public String toString() {
    return out.toString();
  }
}
