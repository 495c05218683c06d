package dev.memwarden.auth;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// One line of a policy: lets or forbids somebody to do something somewhere.
public record Rule(Effect effect, Subject subject, Set<Action> actions, Box box) {

  public Rule {
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("a rule names at least one action");
    }
    actions = Collections.unmodifiableSet(EnumSet.copyOf(actions));
  }

  /// A forbid always beats a permit, so the order of rules has no meaning.
  public enum Effect {
    PERMIT,
    FORBID;

    /// The word in policy texts.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whom a rule is about.
  public sealed interface Subject {
    /// Everybody.
    record Anyone() implements Subject {}

    /// The user or service of this id.
    record Named(Principal.Kind kind, String id) implements Subject {
      /// @throws IllegalArgumentException for an admin, whose default rules no text may name
      public Named {
        if (kind == Principal.Kind.ADMIN) {
          throw new IllegalArgumentException("a rule names users and services, not admins");
        }
        Axis.require(id);
      }
    }

    /// Whoever holds this role.
    record Role(String id) implements Subject {
      public Role {
        Axis.require(id);
      }
    }

    /// A credential whose ceiling names this agent.
    record Agent(String id) implements Subject {
      public Agent {
        Axis.require(id);
      }
    }

    /// Whether `who` is meant.
    default boolean matches(Identity who) {
      return switch (this) {
        case Anyone _ -> true;
        case Named(var kind, var id) ->
            who.principal().kind() == kind && who.principal().id().equals(id);
        case Role(var id) -> who.roles().contains(id);
        case Agent(var id) -> who.ceiling().box().agent().equals(Extent.of(id));
      };
    }
  }

  /// Whether this rule speaks about `who` taking `action`, somewhere.
  public boolean concerns(Identity who, Action action) {
    return actions.contains(action) && subject.matches(who);
  }
}
