package dev.memwarden.server.isolation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// One line of a policy, for the judge and as text for the server.
///
/// @param subject `user:ID`, `service:ID`, `agent:ID` or `*`
record Line(boolean permit, String subjectKind, String subjectId, List<String> actions, Where box) {

  boolean concerns(Who who, String action) {
    boolean meant =
        switch (subjectKind) {
          case "*" -> true;
          case "agent" -> who.box().axes().get(2).equals(subjectId);
          default -> subjectKind.equals(who.kind()) && subjectId.equals(who.id());
        };
    return meant && actions.contains(action);
  }

  String text() {
    String subject = subjectKind.equals("*") ? "*" : subjectKind + ":" + segment(subjectId);
    return (permit ? "permit " : "forbid ")
        + subject
        + " "
        + String.join(",", actions)
        + " "
        + box.axes().stream().map(Line::segment).collect(Collectors.joining("/"));
  }

  private static String segment(String value) {
    if (value.equals(Where.ANY)) {
      return "*";
    }
    if (value.equals(Where.NONE)) {
      return "-";
    }
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
