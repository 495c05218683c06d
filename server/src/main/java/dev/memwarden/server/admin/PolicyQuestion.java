package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.policy.PolicyText;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `POST /admin/v1/policy/test`: may `who` do `demand`?
///
/// @param who with a key that may do everything, unless an agent was named
/// @param text the policy to ask; empty for the one in force
record PolicyQuestion(Identity who, Demand demand, Optional<String> text) {

  static Decoded<PolicyQuestion> decode(Identity caller, Call call) {
    BodyFields fields = BodyFields.of(call);
    String tenant = caller.principal().tenant();
    Optional<Principal> principal = fields.parsed("principal", text -> principal(tenant, text));
    Optional<Action> action = fields.parsed("action", PolicyQuestion::action);
    Optional<Box> place =
        fields.parsed("place", PolicyQuestion::place).map(box -> shown(box, caller, fields));
    Optional<Extent> agent = fields.parsed("agent", Extent::of);
    Optional<String> text = fields.text("text");
    if (fields.text("principal").isEmpty()) {
      fields.wrong("principal", "must say who, such as user:alice");
    }
    if (fields.text("action").isEmpty()) {
      fields.wrong("action", "must say what, such as memory:read");
    }
    var problems = fields.problems();
    if (!problems.isEmpty() || principal.isEmpty() || action.isEmpty()) {
      return new Decoded.Malformed<>(problems);
    }
    Box ceiling = Box.EVERYWHERE.with(Axis.AGENT, agent.orElse(Extent.ANY));
    Identity who =
        new Identity(
            principal.get(),
            Set.of(),
            Ceiling.of(Action.ALL, ceiling),
            new CredentialRef(CredentialRef.Kind.API_KEY, "test"));
    Box box = place.orElseGet(() -> Box.ofTenant(tenant));
    return new Decoded.Request<>(new PolicyQuestion(who, new Demand(action.get(), box), text));
  }

  // An answer names the rules that concern a place, and those of other tenants are not the caller's
  // to see.
  private static Box shown(Box place, Identity caller, BodyFields fields) {
    if (LocalAdmin.is(caller)) {
      return place;
    }
    Optional<Box> own = place.intersect(Box.ofTenant(caller.principal().tenant()));
    if (own.isEmpty()) {
      fields.wrong("place", "must be in your tenant");
    }
    return own.orElse(place);
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("principal", who.principal().toString())
            .put("action", demand.action().word())
            .put("place", PolicyText.print(demand.box()));
    if (who.ceiling().box().agent() instanceof Extent.One(var agent)) {
      json.put("agent", agent);
    }
    text.ifPresent(policy -> json.put("text", policy));
    return json;
  }

  /// Reads who somebody is, such as `user:alice`.
  ///
  /// @throws IllegalArgumentException if `text` names nobody
  static Principal principal(String tenant, String text) {
    for (Principal.Kind kind : Principal.Kind.values()) {
      if (text.startsWith(kind.word() + ":")) {
        return new Principal(kind, tenant, text.substring(kind.word().length() + 1));
      }
    }
    throw new IllegalArgumentException("must be user:ID, service:ID or admin:ID");
  }

  private static Action action(String word) {
    return Action.of(word)
        .orElseThrow(() -> new IllegalArgumentException("must be one action such as memory:read"));
  }

  /// Reads a place as the last column of a policy has it.
  private static Box place(String text) {
    List<Rule> rules = PolicyText.parse("permit * * " + text);
    if (rules.size() != 1) {
      throw new IllegalArgumentException("must be one place such as default/alice");
    }
    return rules.getFirst().box();
  }
}
