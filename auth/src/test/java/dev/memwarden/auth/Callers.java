package dev.memwarden.auth;

import dev.memwarden.auth.Principal.Kind;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Callers and proofs for tests, made as the program makes them.
public final class Callers {
  public static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.1");
  public static final Principal ALICE = new Principal(Kind.USER, "default", "alice");
  public static final Principal BOB = new Principal(Kind.USER, "default", "bob");
  public static final Principal INGEST = new Principal(Kind.SERVICE, "default", "ingest");
  public static final Principal ROOT = new Principal(Kind.ADMIN, "default", "root");
  public static final Ceiling UNLIMITED = Ceiling.of(Action.ALL, Box.EVERYWHERE);

  private Callers() {}

  /// `user:alice`, `service:ingest` or `admin:root`, perhaps with `@tenant`, under no ceiling.
  public static Identity identity(String who) {
    return identity(principal(who), UNLIMITED);
  }

  public static Identity identity(Principal principal, Ceiling ceiling) {
    return new Identity(
        principal,
        Set.of(),
        ceiling,
        new CredentialRef(CredentialRef.Kind.API_KEY, "key-of-" + principal.id()));
  }

  public static Principal principal(String who) {
    int colon = who.indexOf(':');
    int at = who.indexOf('@');
    String tenant = at < 0 ? Principal.DEFAULT_TENANT : who.substring(at + 1);
    String id = who.substring(colon + 1, at < 0 ? who.length() : at);
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(who.substring(0, colon))) {
        return new Principal(kind, tenant, id);
      }
    }
    throw new IllegalArgumentException(who);
  }

  /// A proof by the default rules for `action`, wherever `who` may take it.
  public static Allow allow(Identity who, Action action, InstantSource clock) {
    return allow(who, action, List.of(), clock);
  }

  public static Allow allow(Identity who, Action action, List<Rule> rules, InstantSource clock) {
    Decision decision =
        new Policy(rules, clock).decide(who, List.of(new Demand(action, Box.EVERYWHERE)));
    if (decision instanceof Allow allow) {
      return allow;
    }
    throw new AssertionError(decision);
  }

  /// `tenant/user/agent/session/label`; `-` is none, what is absent as well.
  public static Place place(String text) {
    String[] parts = text.split("/", -1);
    return new Place(parts[0], part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
  }

  private static Optional<String> part(String[] parts, int at) {
    return at < parts.length && !parts[at].equals("-") ? Optional.of(parts[at]) : Optional.empty();
  }
}
