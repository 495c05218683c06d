package dev.memwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReachTest {
  private static final Box ALICE = Box.ofUser("t1", "a");
  private static final Box ARCHIVE = Box.EVERYWHERE.with(Axis.LABEL, Extent.of("archive"));

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reaches_exactly_the_places_of_the_model(long seed) {
    AnyReach any = AnyReach.of(new Random(seed), (int) (seed % 5));

    assertThat(any.reached()).isEqualTo(any.places());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void covers_no_box_of_which_a_place_is_missing(long seed) {
    Random random = new Random(seed);
    AnyReach any = AnyReach.of(random, (int) (seed % 5));
    Box box = AnyReach.box(random);

    if (any.reach().covers(box)) {
      assertThat(any.places()).containsAll(AnyReach.inside(box));
    }
    assertThat(Reach.of(box).covers(box)).isTrue();
    assertThat(Reach.of(box).union(any.reach()).covers(box)).isTrue();
    assertThat(Reach.NOWHERE.covers(box)).isFalse();
  }

  @Test
  void a_hole_in_a_box_is_a_place_that_is_missing() {
    Reach holed = Reach.of(ALICE).minus(ARCHIVE);

    assertThat(holed.covers(ALICE)).isFalse();
    assertThat(holed.covers(ALICE.with(Axis.LABEL, Extent.NONE))).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void is_empty_exactly_when_no_place_is_left(long seed) {
    AnyReach any = AnyReach.of(new Random(seed), (int) (seed % 5));

    assertThat(any.reach().isEmpty()).isEqualTo(any.places().isEmpty());
    any.reach().parts().forEach(part -> assertThat(AnyReach.inside(part.box())).isNotEmpty());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_order_of_cuts_does_not_matter(long seed) {
    Random random = new Random(seed);
    AnyReach any = AnyReach.of(random, 2);
    Box first = AnyReach.box(random);
    Box second = AnyReach.box(random);

    assertThat(any.minus(first).minus(second).reached())
        .isEqualTo(any.minus(second).minus(first).reached());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_box_covers_and_meets_another_as_their_places_do(long seed) {
    Random random = new Random(seed);
    Box one = AnyReach.box(random);
    Box other = AnyReach.box(random);
    Set<Place> common = AnyReach.inside(one);
    common.retainAll(AnyReach.inside(other));

    assertThat(one.covers(other))
        .isEqualTo(AnyReach.inside(one).containsAll(AnyReach.inside(other)));
    assertThat(one.intersect(other).map(AnyReach::inside).orElseGet(Set::of)).isEqualTo(common);
  }

  @Test
  void a_cut_that_merely_overlaps_is_cut_out_not_skipped() {
    Reach reach = Reach.of(ALICE).minus(ARCHIVE);

    assertThat(reach.contains(Callers.place("t1/a"))).isTrue();
    assertThat(reach.contains(Callers.place("t1/a/-/-/archive"))).isFalse();
    assertThat(reach.isEmpty()).isFalse();
  }

  @Test
  void a_cut_that_covers_leaves_nothing() {
    assertThat(Reach.of(ALICE).minus(Box.ofTenant("t1")).isEmpty()).isTrue();
    assertThat(Reach.of(ALICE).minus(Box.ofTenant("t2")).isEmpty()).isFalse();
  }

  @Test
  void a_union_does_not_fill_the_holes_of_its_parts_with_themselves() {
    Reach cut = Reach.of(ALICE).minus(ARCHIVE);

    assertThat(cut.union(cut)).isEqualTo(cut).hasSameHashCodeAs(cut);
    assertThat(cut.union(cut).contains(Callers.place("t1/a/-/-/archive"))).isFalse();
  }

  @Test
  void a_union_with_the_whole_box_fills_a_hole() {
    Reach cut = Reach.of(ALICE).minus(ARCHIVE);

    assertThat(cut.union(Reach.of(ALICE)).contains(Callers.place("t1/a/-/-/archive"))).isTrue();
    assertThat(cut).isNotEqualTo(Reach.of(ALICE)).isNotEqualTo("reach");
  }

  @Test
  void a_star_in_a_value_is_a_star() {
    Reach star = Reach.of(Box.ofUser("t1", "*"));

    assertThat(star.contains(Callers.place("t1/*"))).isTrue();
    assertThat(star.contains(Callers.place("t1/a"))).isFalse();
  }

  @Test
  void says_its_parts() {
    assertThat(Reach.of(ALICE).minus(ARCHIVE).toString()).contains("a").contains("archive");
  }
}
