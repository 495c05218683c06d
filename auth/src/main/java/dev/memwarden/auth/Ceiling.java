package dev.memwarden.auth;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one credential may do at most, whatever its principal may do.
///
/// @param actions the only actions it may take
/// @param box the only places it may touch
/// @param networks where it may be used from; none listed means anywhere
/// @param notBefore when it starts to work, if that was limited
/// @param expiresAt when it stops to work, if that was limited: at this very instant it no longer
///   does
/// @param signer who must have signed every request, if that was demanded; where nobody checks
///   signatures, such a credential is of no use
/// @param allowance how much may be used up through it
public record Ceiling(
    Set<Action> actions,
    Box box,
    List<Network> networks,
    Optional<Instant> notBefore,
    Optional<Instant> expiresAt,
    Optional<Signer> signer,
    Allowance allowance) {

  public Ceiling {
    actions = actions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(actions));
    networks = List.copyOf(networks);
  }

  /// One through which as much may be used up as one likes.
  public Ceiling(
      Set<Action> actions,
      Box box,
      List<Network> networks,
      Optional<Instant> notBefore,
      Optional<Instant> expiresAt,
      Optional<Signer> signer) {
    this(actions, box, networks, notBefore, expiresAt, signer, Allowance.UNLIMITED);
  }

  /// These actions in `box`, from anywhere, for ever.
  public static Ceiling of(Set<Action> actions, Box box) {
    return new Ceiling(
        actions, box, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The same ceiling with another end.
  public Ceiling expiring(Optional<Instant> end) {
    return new Ceiling(actions, box, networks, notBefore, end, signer, allowance);
  }

  /// The same ceiling with another allowance.
  public Ceiling allowing(Allowance other) {
    return new Ceiling(actions, box, networks, notBefore, expiresAt, signer, other);
  }

  /// Why a credential under this ceiling is of no use now and from there, if it is not.
  public Optional<Refusal> refusal(Instant now, InetAddress from) {
    Optional<Refusal> untimely = refusal(now);
    if (untimely.isPresent()) {
      return untimely;
    }
    if (!networks.isEmpty() && networks.stream().noneMatch(network -> network.contains(from))) {
      return Optional.of(Refusal.FOREIGN_NETWORK);
    }
    return Optional.empty();
  }

  /// Why a credential under this ceiling is of no use now, wherever it is used, if it is not.
  public Optional<Refusal> refusal(Instant now) {
    if (notBefore.isPresent() && now.isBefore(notBefore.get())) {
      return Optional.of(Refusal.NOT_YET_VALID);
    }
    if (expiresAt.isPresent() && !now.isBefore(expiresAt.get())) {
      return Optional.of(Refusal.EXPIRED);
    }
    return Optional.empty();
  }

  /// Whether this allows nothing that `parent` does not, at any time and from anywhere. What a
  /// minted key must satisfy against its minter.
  public boolean within(Ceiling parent) {
    return excess(parent).isEmpty();
  }

  /// What of this goes beyond `parent`, in words for whoever asked for it; empty if nothing does.
  public Optional<String> excess(Ceiling parent) {
    if (!parent.actions.containsAll(actions)) {
      return Optional.of("the key may take more actions than yours");
    }
    if (!parent.box.covers(box)) {
      return Optional.of("the key would reach places that yours does not");
    }
    if (!networksWithin(parent)) {
      return Optional.of("the key may be used from more networks than yours");
    }
    if (!startsWithin(parent)) {
      return Optional.of("the key would work earlier than yours");
    }
    if (parent.signer.isPresent() && signer.isEmpty()) {
      return Optional.of("requests with the key would not have to be signed, as yours have to be");
    }
    return endsWithin(parent)
        ? allowance.excess(parent.allowance)
        : Optional.of("the key would outlive yours");
  }

  private boolean networksWithin(Ceiling parent) {
    return parent.networks.isEmpty()
        || (!networks.isEmpty()
            && networks.stream()
                .allMatch(mine -> parent.networks.stream().anyMatch(its -> its.covers(mine))));
  }

  private boolean startsWithin(Ceiling parent) {
    return parent.notBefore.isEmpty()
        || (notBefore.isPresent() && !notBefore.get().isBefore(parent.notBefore.get()));
  }

  private boolean endsWithin(Ceiling parent) {
    return parent.expiresAt.isEmpty()
        || (expiresAt.isPresent() && !expiresAt.get().isAfter(parent.expiresAt.get()));
  }
}
