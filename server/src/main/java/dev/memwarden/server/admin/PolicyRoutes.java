package dev.memwarden.server.admin;

import static dev.memwarden.server.admin.Replies.ok;
import static dev.memwarden.server.admin.Replies.problem;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.policy.Policies;
import dev.memwarden.auth.policy.PolicyExplanation;
import dev.memwarden.auth.policy.PolicyStore;
import dev.memwarden.auth.policy.PolicySyntaxException;
import dev.memwarden.auth.policy.PolicyText;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Reply;
import dev.memwarden.server.http.Route;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/v1/policy`: the policy text in force, and what it decides.
final class PolicyRoutes {
  private static final String PATH = "/admin/v1/policy";
  private static final String TEST = PATH + "/test";

  private final Policies policies;
  private final PolicyStore store;
  private final WholeServer server;
  private final InstantSource clock;

  PolicyRoutes(Policies policies, PolicyStore store, WholeServer server, InstantSource clock) {
    this.server = server;
    this.policies = policies;
    this.store = store;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        AdminRoute.ofTenant(
            PolicyOperations.SHOW,
            Action.USERS_MANAGE,
            Method.GET,
            PATH,
            AdminWire.ofNothing(PATH),
            server.only((_, _) -> show())),
        AdminRoute.ofTenant(
            PolicyOperations.APPLY,
            Action.USERS_MANAGE,
            Method.PUT,
            PATH,
            new AdminWire<>(
                (_, call) -> read(call),
                text -> AdminWire.encoded(PATH, Json.object().put("text", text))),
            server.only(this::apply)),
        AdminRoute.ofTenant(
            PolicyOperations.TEST,
            Action.USERS_MANAGE,
            Method.POST,
            TEST,
            new AdminWire<>(
                PolicyQuestion::decode, question -> AdminWire.encoded(TEST, question.toJson())),
            (_, question) -> test(question)));
  }

  private Reply show() {
    return ok(
        store
            .current()
            .map(PolicyRoutes::json)
            .orElseGet(() -> Json.object().put("version", 0).put("text", "")));
  }

  private Reply apply(Allow allow, String text) {
    try {
      return locksOut(allow, text)
          ? problem(409, "this policy would take users:manage from you; apply it on the server")
          : ok(json(policies.apply(allow, text)));
    } catch (PolicySyntaxException e) {
      return problem(422, String.valueOf(e.getMessage()));
    }
  }

  // Whoever owns the data folder is asked nothing: the default rules decide there, not the text.
  private boolean locksOut(Allow allow, String text) {
    Identity who = allow.identity();
    return !LocalAdmin.is(who)
        && !new Policy(PolicyText.parse(text), clock)
            .reach(who, Action.USERS_MANAGE)
            .covers(Box.ofTenant(who.principal().tenant()));
  }

  private Reply test(PolicyQuestion question) {
    try {
      Policy policy =
          question
              .text()
              .map(text -> new Policy(PolicyText.parse(text), clock))
              .orElseGet(policies::get);
      PolicyExplanation answer = PolicyExplanation.of(policy, question.who(), question.demand());
      ObjectNode json = Json.object().put("allowed", answer.isAllowed());
      ArrayNode lines = json.putArray("explanation");
      answer.lines().forEach(lines::add);
      return ok(json);
    } catch (PolicySyntaxException e) {
      return problem(422, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<String> read(Call call) {
    BodyFields fields = BodyFields.of(call);
    var text = fields.text("text");
    if (text.isEmpty()) {
      fields.wrong("text", "must be the policy");
    }
    return AdminWire.decoded(fields, text.orElse(""));
  }

  private static ObjectNode json(PolicyStore.Version version) {
    return Json.object()
        .put("version", version.version())
        .put("text", version.text())
        .put("applied_at", version.appliedAt().toString())
        .put("applied_by", version.appliedBy());
  }
}
