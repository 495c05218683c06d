package dev.memwarden.server.leak;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.CredentialRef;
import dev.memwarden.auth.Demand;
import dev.memwarden.auth.Deny;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Policy;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.LeakedKeys;
import dev.memwarden.auth.key.LeakedKeys.Finding;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the keys of reports that a code host has signed, and says of each text whether it was one.
///
/// The same report again changes nothing and is answered alike. A store that gives out in the
/// middle leaves those ended that were, and the host comes again with all.
public final class LeakDesk {
  private static final Logger LOG = LoggerFactory.getLogger(LeakDesk.class);
  private static final String ACTOR = "leak-report";

  private final LeakedKeys keys;
  private final Policy policy;

  public LeakDesk(LeakedKeys keys, InstantSource clock) {
    this.keys = keys;
    this.policy = new Policy(List.of(), clock);
  }

  /// Ends all keys that are in `report`. Each text is looked up once.
  ///
  /// @param keyId of the host's key that has signed, for the record
  /// @return in the order of the report
  /// @throws dev.memwarden.auth.StoreUnavailableException if the store cannot answer
  public List<Verdict> take(LeakReport report, String keyId) {
    Map<String, Leak> distinct = new LinkedHashMap<>();
    report.leaks().forEach(leak -> distinct.putIfAbsent(leak.hash(), leak));
    Map<String, Finding> found =
        FewAtOnce.each(
                List.copyOf(distinct.entrySet()),
                one -> Map.entry(one.getKey(), end(one.getValue(), keyId)))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    long revoked = found.values().stream().filter(Finding.REVOKED::equals).count();
    if (revoked > 0) {
      LOG.atWarn()
          .addKeyValue("alarm", "keys_leaked")
          .addKeyValue("keys", revoked)
          .log("keys were reported as leaked, and are revoked");
    }
    return report.leaks().stream()
        .map(leak -> verdict(leak, found.getOrDefault(leak.hash(), Finding.UNKNOWN)))
        .toList();
  }

  private Finding end(Leak leak, String keyId) {
    return keys.revoke(leak.token(), leak.reason(), tenant -> proof(tenant, keyId));
  }

  private static Verdict verdict(Leak leak, Finding finding) {
    return new Verdict(leak.hash(), leak.type(), finding != Finding.UNKNOWN);
  }

  // The audit log names the host's key as that by which it was done.
  private Allow proof(String tenant, String keyId) {
    Box all = Box.ofTenant(tenant);
    Identity actor =
        new Identity(
            new Principal(Principal.Kind.ADMIN, tenant, ACTOR),
            Set.of(),
            Ceiling.of(Set.of(Action.KEYS_MANAGE), all),
            new CredentialRef(CredentialRef.Kind.LEAK_REPORT, keyId));
    return switch (policy.decide(actor, List.of(new Demand(Action.KEYS_MANAGE, all)))) {
      case Allow allow -> allow;
      case Deny denial -> throw new IllegalStateException("no leaked key can end: " + denial);
    };
  }
}
