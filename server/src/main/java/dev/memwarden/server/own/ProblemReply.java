package dev.memwarden.server.own;

import dev.memwarden.auth.Refusal;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Problem;
import dev.memwarden.server.http.Reply;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Refusals as `application/problem+json` (RFC 9457). `type` is a stable name to tell them apart
/// by.
public final class ProblemReply {
  /// How a problem looks.
  public static final Schema SCHEMA =
      Schema.object(
          "Problem",
          Field.of("type", Schema.text(), "a stable name of the kind of problem"),
          Field.optional("title", Schema.text(), "the kind of problem in words"),
          Field.of("status", new Schema.Whole(400, 599), "the status code again"),
          Field.of("detail", Schema.text(), "one sentence for a person"));

  /// How all that is wrong with a request looks.
  public static final Schema MALFORMED_SCHEMA =
      Schema.object(
          "Malformed",
          Field.of("type", Schema.text(), "`urn:memwarden:problem:malformed`"),
          Field.of("title", Schema.text(), "the kind of problem in words"),
          Field.of("status", new Schema.Whole(400, 599), "the status code again"),
          Field.of("detail", Schema.text(), "one sentence for a person"),
          Field.of(
              "errors",
              Schema.list(
                  Schema.object(
                      "MalformedPart",
                      Field.of(
                          "location", Schema.list(Schema.text()), "the way to the part, in steps"),
                      Field.of("type", Schema.text(), "a stable word for the mistake"),
                      Field.of("message", Schema.text(), "the mistake in words"))),
              "everything that is wrong"));

  /// RFC 9457 §3.
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Reply UNAUTHENTICATED =
      of(401, "unauthenticated", "Not authenticated", "A valid API key or token is required.");
  private static final Reply CONFLICTING =
      of(
          400,
          "conflicting-credentials",
          "Conflicting credentials",
          "The request carries two different credentials; send one.");

  private ProblemReply() {}

  /// A problem.
  ///
  /// @param word the last part of the type, such as `unauthenticated`
  /// @param detail one sentence for a person
  public static Reply of(int status, String word, String title, String detail) {
    return Reply.json(status, MEDIA_TYPE, node(status, word, title, detail));
  }

  /// To a caller whose credential proves nothing: one body whatever is wrong with it, so that
  /// nothing can be learnt about keys.
  public static Reply unauthenticated(Refusal why) {
    return why == Refusal.CONFLICTING_CREDENTIALS ? CONFLICTING : UNAUTHENTICATED;
  }

  /// A problem that its status and a sentence say all about.
  public static Reply of(int status, String detail) {
    return Reply.json(
        status,
        MEDIA_TYPE,
        Json.object().put("type", "about:blank").put("status", status).put("detail", detail));
  }

  /// All that is wrong with a request. What was sent is not repeated.
  public static Reply malformed(List<Problem> problems) {
    ObjectNode body = node(422, "malformed", "Malformed request", "The request makes no sense.");
    ArrayNode errors = body.putArray("errors");
    for (Problem problem : problems) {
      ObjectNode error = errors.addObject();
      ArrayNode location = error.putArray("location");
      problem.location().forEach(part -> location.add(part.toString()));
      error.put("type", problem.type());
      error.put("message", problem.message());
    }
    return Reply.json(422, MEDIA_TYPE, body);
  }

  private static ObjectNode node(int status, String word, String title, String detail) {
    return Json.object()
        .put("type", "urn:memwarden:problem:" + word)
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }
}
