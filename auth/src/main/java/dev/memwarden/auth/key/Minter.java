package dev.memwarden.auth.key;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Reach;
import java.util.Optional;

/// Whose keys somebody may manage, and what a key that they make may do at most.
final class Minter {
  private final Identity self;
  private final Reach reach;

  private Minter(Identity self, Reach reach) {
    this.self = self;
    this.reach = reach;
  }

  static Minter of(Allow allow) {
    return new Minter(allow.identity(), allow.reach(Action.KEYS_MANAGE));
  }

  /// Whether keys of `owner` are this one's to manage.
  ///
  /// Reach alone would not do: services and admins keep their keys in the same place, and a service
  /// that rotated an admin's key would be that admin.
  boolean manages(Principal owner) {
    boolean ofItsKind =
        switch (self.principal().kind()) {
          case ADMIN -> true;
          case SERVICE -> owner.kind() == Principal.Kind.USER || owner.equals(self.principal());
          case USER -> owner.kind() == Principal.Kind.USER;
        };
    return ofItsKind && reach.contains(KeyRecord.place(owner));
  }

  /// What a key may do at most if this one makes it, whomever it is for: what its own key may do.
  /// That one works now, so its start limits nobody any more.
  Ceiling limit() {
    Ceiling own = self.ceiling();
    return new Ceiling(
        own.actions(),
        own.box(),
        own.networks(),
        Optional.empty(),
        own.expiresAt(),
        own.signer(),
        own.allowance());
  }

  /// `wanted` with what was left open filled from `limit`; empty if the boxes have nothing in
  /// common.
  static Optional<Ceiling> fill(Ceiling wanted, Ceiling limit, Principal owner) {
    return wanted
        .box()
        .intersect(Box.ofTenant(owner.tenant()))
        .flatMap(box -> box.intersect(limit.box()))
        .map(box ->
            new Ceiling(
                wanted.actions(),
                box,
                wanted.networks().isEmpty() ? limit.networks() : wanted.networks(),
                wanted.notBefore(),
                wanted.expiresAt().or(limit::expiresAt),
                wanted.signer().or(limit::signer),
                wanted.allowance().or(limit.allowance())));
  }
}
