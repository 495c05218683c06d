package dev.memwarden.auth.policy;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Decision;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Reach;
import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why a policy decides as it does, for whoever writes one.
///
/// @param demand what was asked
/// @param refusal why it is denied; empty if it is allowed
/// @param left what of the demand is in reach
/// @param concerning the rules of the text that had a say; none means that the default rules
///   decided
public record PolicyExplanation(
    Demand demand, Optional<Refusal> refusal, Reach left, List<Rule> concerning) {

  public PolicyExplanation {
    concerning = List.copyOf(concerning);
  }

  /// What `policy` decides about `who` and `demand`, and why.
  public static PolicyExplanation of(Policy policy, Identity who, Demand demand) {
    Decision decision = policy.decide(who, List.of(demand));
    Optional<Refusal> refusal =
        switch (decision) {
          case Allow _ -> Optional.empty();
          case Deny(var why, _) -> Optional.of(why);
        };
    return new PolicyExplanation(
        demand,
        refusal,
        policy.reach(who, demand.action()).intersect(demand.box()),
        policy.concerning(who, demand));
  }

  /// Whether it is allowed.
  public boolean isAllowed() {
    return refusal.isEmpty();
  }

  /// The explanation as lines of `word value`: the answer, each part of the reach that is left, and
  /// each rule.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String asked = demand.action().word() + "  " + PolicyText.print(demand.box());
    lines.add(refusal.map(why -> "deny   " + asked + "  " + why.name()).orElse("allow  " + asked));
    for (Reach.Part part : left.parts()) {
      lines.add("reach  " + PolicyText.print(part.box()));
      part.holes().forEach(hole -> lines.add("  but  " + PolicyText.print(hole)));
    }
    concerning.forEach(rule -> lines.add("rule   " + PolicyText.print(rule)));
    return List.copyOf(lines);
  }
}
