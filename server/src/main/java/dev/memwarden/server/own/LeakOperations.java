package dev.memwarden.server.own;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.leak.CodeHost;
import dev.memwarden.server.leak.LeakReport;
import java.util.List;
import java.util.Optional;

/// What the documents say about [LeakRoutes].
final class LeakOperations {
  private static final Schema LEAK =
      Schema.object(
          "Leak",
          Field.of("token", new Schema.Text(1, Integer.MAX_VALUE), "the text that was found"),
          Field.optional("type", Schema.text().orNull(), "what the host calls such texts"),
          Field.optional("url", Schema.text().orNull(), "where it was found; may be empty"),
          Field.optional("source", new Schema.Anything(), "in what it was found; passed over"));

  private static final Schema VERDICT =
      Schema.object(
          "LeakVerdict",
          Field.of("token_hash", Schema.text(), "SHA-256 of the text, in Base64"),
          Field.optional("token_type", Schema.text(), "`type` of the report"),
          Field.of(
              "label",
              new Schema.Word(List.of("true_positive", "false_positive")),
              "whether it is, or was, a key of this server"));

  static final Operation REPORT =
      Operation.of(
              "reportLeaks",
              "Report keys that were found in public",
              "The keys among them do not work any more. One verdict for each text, in the same"
                  + " order.",
              Content.json(
                  Schema.list(VERDICT),
                  """
                  [{"token_hash": "mkVSChIT8VAW0tdotfs9kESSpE7idLRNTeiAPgD7U2o=",
                    "token_type": "memwarden_api_key", "label": "true_positive"}]
                  """))
          .explained(
              "For a code host, in the form of GitHub's secret scanning partner programme. The body is"
                  + " signed: `"
                  + CodeHost.KEY_FIELD
                  + "` names a public key of the host, `"
                  + CodeHost.SIGNATURE_FIELD
                  + "` is its signature (ECDSA with SHA-256 on P-256, DER in Base64) over the bytes of"
                  + " the body. Only whoever has all of a key can end it so. The same report again"
                  + " changes nothing.")
          .taking(
              new Schema.Items(LEAK, 0, LeakReport.MAX_LEAKS),
              """
              [{"token": "sks-…", "type": "memwarden_api_key",
                "url": "https://github.com/octocat/Hello-World/blob/main/.env", "source": "content"}]
              """)
          .or(
              problem(
                  401,
                  "No key of the code host has signed this body.",
                  """
                  {"type": "urn:memwarden:problem:unauthenticated", "title": "Not authenticated",
                   "status": 401, "detail": "The signature of the code host over this body is required."}
                  """))
          .or(
              problem(
                  413,
                  "There are more texts in it than one report may have.",
                  """
                  {"type": "urn:memwarden:problem:too-many-tokens", "title": "Too many tokens",
                   "status": 413, "detail": "A report has at most 10000 tokens."}
                  """));

  private LeakOperations() {}

  private static Result problem(int status, String about, String example) {
    return new Result(
        status,
        about,
        new Content(ProblemReply.MEDIA_TYPE, ProblemReply.SCHEMA, Optional.of(example)));
  }
}
