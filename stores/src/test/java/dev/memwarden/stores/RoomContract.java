package dev.memwarden.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Identity;
import dev.memwarden.auth.Place;
import dev.memwarden.auth.Principal;
import dev.memwarden.memory.Draft;
import dev.memwarden.memory.Kind;
import dev.memwarden.memory.MemoryStore;
import dev.memwarden.memory.Outcome.Event;
import dev.memwarden.memory.Put;
import dev.memwarden.memory.Revised;
import dev.memwarden.memory.Revision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [MemoryStore] must do with an [Allowance] of memories: it counts what the owner of
/// each place has, of all kinds and made with whatever credential, and adds nothing beyond.
public abstract class RoomContract extends Contract {
  private static final int MOST = 3;
  private static final Allow ALICES = Proofs.memoryOf("alice");
  private static final Place BOB = Place.ofUser(Proofs.TENANT, "bob");
  private static final Put FULL = new Put.Full(MOST);

  private MemoryStore memories() {
    return stores().memories();
  }

  private static Allow limited(Principal principal) {
    Identity free = Proofs.identity(principal, Box.EVERYWHERE);
    Identity limited =
        new Identity(
            principal,
            free.roles(),
            free.ceiling().allowing(new Allowance(List.of(), Optional.of(MOST))),
            free.credential());
    return Proofs.proof(limited, Action.MEMORY_READ, Action.MEMORY_WRITE, Action.MEMORY_DELETE);
  }

  private static Allow limited() {
    return limited(Proofs.user("alice"));
  }

  private Put put(Allow allow, Draft... drafts) {
    return memories().put(allow, List.of(drafts), Proofs.NOON);
  }

  private void fill(Allow allow, String user, int count) {
    IntStream.range(0, count)
        .forEach(i ->
            assertThat(put(allow, Drafts.of(user, "f" + i, "fact " + i)))
                .isInstanceOf(Put.Done.class));
  }

  @Test
  void an_owner_has_as_many_as_are_allowed_and_no_more() {
    fill(limited(), "alice", MOST);

    assertThat(put(limited(), Drafts.of("alice", "m", "one more"))).isEqualTo(FULL);
    assertThat(Drafts.newest(stores(), ALICES, 10)).hasSize(MOST);
    assertThat(memories().delete(limited(), Kind.MEMORY, "f0", Proofs.NOON)).isTrue();
    assertThat(put(limited(), Drafts.of("alice", "m", "one more"))).isInstanceOf(Put.Done.class);
    assertThat(put(limited(), Drafts.of("alice", "n", "another"))).isEqualTo(FULL);
  }

  @Test
  void drafts_that_do_not_all_fit_are_not_stored_at_all() {
    fill(limited(), "alice", MOST - 1);

    assertThat(put(limited(), Drafts.of("alice", "a", "one"), Drafts.of("alice", "b", "two")))
        .isEqualTo(FULL);
    assertThat(Drafts.newest(stores(), ALICES, 10)).hasSize(MOST - 1);
    assertThat(put(limited(), Drafts.of("alice", "a", "one"), Drafts.of("alice", "b", "one")))
        .as("two that say the same are one")
        .isInstanceOf(Put.Done.class);
  }

  @Test
  void every_kind_counts_and_every_credential() {
    Kind[] kinds = Kind.values();
    for (int i = 0; i < MOST; i++) {
      Place place = Drafts.place("alice", "agent" + i);
      put(ALICES, Drafts.draft(kinds[i % kinds.length], "x" + i, place, "of a kind"));
    }

    for (Kind kind : kinds) {
      Draft draft = Drafts.draft(kind, "y", Place.ofUser(Proofs.TENANT, "alice"), "more");
      assertThat(put(limited(), draft)).as(kind.word()).isEqualTo(FULL);
    }
    assertThat(put(ALICES, Drafts.of("alice", "z", "others may"))).isInstanceOf(Put.Done.class);
  }

  @Test
  void what_replaces_or_repeats_needs_no_room() {
    fill(limited(), "alice", MOST);

    Draft replacing =
        Drafts.draft(Kind.MEMORY, "f0", Place.ofUser(Proofs.TENANT, "alice"), "fact, corrected");
    assertThat(put(limited(), replacing)).isInstanceOf(Put.Done.class);
    assertThat(put(limited(), Drafts.of("alice", "again", "fact 1")))
        .isInstanceOfSatisfying(
            Put.Done.class,
            done -> assertThat(done.effects().getFirst().event()).isEqualTo(Event.NONE));
    assertThat(
            memories()
                .update(limited(), Kind.MEMORY, "f2", Drafts.revision("changed"), Proofs.NOON)
                .done())
        .isPresent();
  }

  @Test
  void each_owner_has_room_of_its_own() {
    Allow service = limited(Proofs.service("app"));
    fill(service, "alice", MOST);

    assertThat(put(service, Drafts.of("alice", "m", "more"))).isEqualTo(FULL);
    fill(service, "bob", MOST - 1);
    Draft[] both = {Drafts.of("bob", "m", "more"), Drafts.of("alice", "m", "more")};
    assertThat(put(service, both)).isEqualTo(FULL);
    assertThat(put(service, Arrays.copyOf(both, 1))).isInstanceOf(Put.Done.class);
    Put other = put(Proofs.memoryOf("carol"), Drafts.of("carol", "m", "mine"));
    assertThat(other).isInstanceOf(Put.Done.class);
  }

  @Test
  void nothing_is_moved_to_an_owner_who_has_no_room() {
    Allow service = limited(Proofs.service("app"));
    fill(service, "alice", 1);
    fill(service, "bob", MOST);
    Revision toBob = Revision.NOTHING.withPlace(_ -> BOB);
    put(service, Drafts.of("alice", "m", "mine"));

    assertThat(memories().update(service, Kind.MEMORY, "m", toBob, Proofs.NOON))
        .isEqualTo(new Revised.Full(MOST));
    assertThat(memories().delete(Proofs.memoryOf("bob"), Kind.MEMORY, "f2", Proofs.NOON)).isTrue();
    assertThat(memories().update(service, Kind.MEMORY, "m", toBob, Proofs.NOON).done()).isPresent();
  }
}
