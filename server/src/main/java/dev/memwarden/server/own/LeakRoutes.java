package dev.memwarden.server.own;

import dev.memwarden.auth.Refusal;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Match;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Presented;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import dev.memwarden.server.http.Traded;
import dev.memwarden.server.leak.CodeHost;
import dev.memwarden.server.leak.LeakDesk;
import dev.memwarden.server.leak.LeakReport;
import dev.memwarden.server.leak.Verdict;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/auth/leaked`: what a code host has found ends here. Only with the host's signature anything of
/// the body is read.
public final class LeakRoutes {

  /// Where reports go.
  public static final String PATH = "/auth/leaked";

  private static final Reply UNSIGNED =
      ProblemReply.of(
          401,
          "unauthenticated",
          "Not authenticated",
          "The signature of the code host over this body is required.");
  private static final Reply TOO_MANY =
      ProblemReply.of(
          413,
          "too-many-tokens",
          "Too many tokens",
          "A report has at most " + LeakReport.MAX_LEAKS + " tokens.");

  private final CodeHost host;
  private final LeakDesk desk;

  public LeakRoutes(CodeHost host, LeakDesk desk) {
    this.host = host;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        new Route.Trade(
            Match.of(Method.POST, PATH),
            LeakOperations.REPORT,
            Route.Shows.SIGNATURE,
            this::report));
  }

  private Traded report(Presented presented) {
    return switch (host.judge(presented.fields(), presented.call().body())) {
      case CodeHost.Finding.Rejected(Refusal why) -> new Traded.Refused(why, UNSIGNED);
      case CodeHost.Finding.Genuine(String keyId) ->
          new Traded.Done(
              switch (LeakReport.read(presented.call().body())) {
                case LeakReport.Reading.Read(LeakReport report) -> told(desk.take(report, keyId));
                case LeakReport.Reading.Malformed(var problems) -> ProblemReply.malformed(problems);
                case LeakReport.Reading.TooMany _ -> TOO_MANY;
              });
    };
  }

  private static Reply told(List<Verdict> verdicts) {
    ArrayNode all = Json.array();
    for (Verdict verdict : verdicts) {
      ObjectNode one = all.addObject().put("token_hash", verdict.hash());
      verdict.type().ifPresent(type -> one.put("token_type", type));
      one.put("label", verdict.isKey() ? "true_positive" : "false_positive");
    }
    return Reply.json(200, all);
  }
}
