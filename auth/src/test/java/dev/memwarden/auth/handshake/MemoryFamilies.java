package dev.memwarden.auth.handshake;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.KeyRecord;
import dev.memwarden.auth.key.Lists;
import dev.memwarden.auth.key.Slice;
import dev.memwarden.auth.token.RefreshToken;
import dev.memwarden.auth.token.WorkingTokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Families in maps, as the port demands.
final class MemoryFamilies implements FamilyStore {
  private final Map<String, Family> families = new LinkedHashMap<>();
  private final Map<String, Long> opened = new HashMap<>();
  private final Map<String, List<Chain.Link>> links = new HashMap<>();
  private final Map<Principal, Long> floors = new HashMap<>();
  final List<WorkingTokenId> endedTokens = new ArrayList<>();
  private long changes;

  @Override
  public synchronized long open(Family family, RefreshToken first) {
    families.put(family.id(), family);
    links.put(family.id(), new ArrayList<>(List.of(new Chain.Link(first, Optional.empty()))));
    opened.put(family.id(), ++changes);
    return changes;
  }

  @Override
  public synchronized Optional<Taken> turn(String id, Function<Chain, Step> rule) {
    return chain(id)
        .map(chain -> {
          Step step = rule.apply(chain);
          switch (step) {
            case Step.Advance(RefreshToken successor, Chain.Use use, Instant forgetBefore) -> {
              List<Chain.Link> all = links.get(id);
              all.set(all.size() - 1, new Chain.Link(all.getLast().token(), Optional.of(use)));
              all.removeIf(
                  link -> link.use().filter(used -> used.at().isBefore(forgetBefore)).isPresent());
              all.add(new Chain.Link(successor, Optional.empty()));
            }
            case Step.Kill(Family.Ending ending) -> end(id, ending);
            case Step.Repeat _, Step.Refuse _ -> {}
          }
          return new Taken(step, changes);
        });
  }

  @Override
  public synchronized Optional<Known> find(String id) {
    return Optional.ofNullable(families.get(id))
        .map(family -> new Known(family, floors.getOrDefault(family.principal(), 0L)));
  }

  @Override
  public synchronized Optional<Chain> chain(String id) {
    return find(id)
        .map(known -> new Chain(known.family(), opened.get(id) < known.floor(), links.get(id)));
  }

  @Override
  public synchronized void endToken(WorkingTokenId id, Family.Ending ending) {
    changes++;
    endedTokens.add(id);
  }

  @Override
  public synchronized Optional<Family> end(String id, Family.Ending ending) {
    Family ended =
        families.computeIfPresent(
            id,
            (_, old) ->
                old.ending().isPresent()
                    ? old
                    : new Family(
                        id,
                        old.client(),
                        old.principal(),
                        old.actions(),
                        old.box(),
                        old.createdAt(),
                        old.endsAt(),
                        Optional.of(ending)));
    changes++;
    return Optional.ofNullable(ended);
  }

  @Override
  public synchronized Optional<Family> end(Allow allow, String id, Family.Ending ending) {
    return find(id)
        .filter(known -> reaches(allow, known.family().principal()))
        .flatMap(_ -> end(id, ending));
  }

  @Override
  public synchronized boolean endAllOf(Allow allow, Principal principal, Instant at) {
    if (!reaches(allow, principal)) {
      return false;
    }
    floors.put(principal, ++changes);
    return true;
  }

  @Override
  public synchronized void endAll(Allow allow, Instant at) {
    changes++;
    families.values().forEach(family -> floors.put(family.principal(), changes));
  }

  @Override
  public synchronized Optional<Family> show(Allow allow, String id) {
    return Optional.ofNullable(families.get(id))
        .filter(family -> reaches(allow, family.principal()));
  }

  @Override
  public synchronized List<Family> list(Allow allow, Instant now, Slice<String> slice) {
    List<Family> all =
        families.values().stream()
            .filter(family -> family.ending().isEmpty() && reaches(allow, family.principal()))
            .toList();
    return Lists.slice(all, slice, Family::id);
  }

  @Override
  public synchronized void forget(Instant end) {
    families.values().removeIf(family -> family.endsAt().isBefore(end));
  }

  private static boolean reaches(Allow allow, Principal principal) {
    return allow.reach(Action.KEYS_MANAGE).contains(KeyRecord.place(principal));
  }
}
