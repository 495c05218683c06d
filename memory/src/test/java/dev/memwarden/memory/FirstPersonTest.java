package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstPersonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          My name is Alice                                | is_named Alice
          Hi! my name's Alice Liddell.                    | is_named Alice Liddell
          I live in Berlin                                | lives_in Berlin
          I currently live in Berlin, near the river      | lives_in Berlin
          I work at ACME Corp.                            | works_at ACME Corp
          I work for the city of Bonn                     | works_for the city of Bonn
          I love Python programming                       | loves Python programming
          I really like Rust and Java                     | likes Rust and Java
          i enjoy long walks because they calm me         | enjoys long walks
          I prefer tea!                                   | prefers tea
          I hate 3.5 inch disks                           | hates 3.5 inch disks
          I'm a nurse                                     | is nurse
          I’m a nurse                                     | is nurse
          I am an electrical engineer who likes cats      | is electrical engineer
          I am vegetarian                                 | is vegetarian
          I'm from Peru                                   | is_from Peru
          I have a cat                                    | has cat
          My dog is Rex                                   | has_dog Rex
          My dog is called rex                            | has_dog rex
          My sister's name is Edith                       | has_sister Edith
          My favorite colour is blue                      | has_favorite_colour blue
          My name is Bob and I live in Rome               | is_named Bob; lives_in Rome
          I love cheese, but I hate milk. My cat is Mia   | loves cheese; hates milk; has_cat Mia
          I love cheese. I love cheese.                   | loves cheese
          Do you cook? I like pasta                       | likes pasta
          """)
  void a_statement_says(String text, String relations) {
    List<String> expected = Arrays.asList(relations.split("; "));

    assertThat(FirstPerson.relations("alice", text))
        .allSatisfy(relation -> assertThat(relation.source()).isEqualTo("alice"))
        .extracting(relation -> relation.relationship() + " " + relation.target())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Test",
        "Do I like tennis?",
        "I like tennis?",
        "If I live in Berlin I need a bike",
        "Suppose my name is Eve",
        "I don't like tennis",
        "I do not work at ACME",
        "I no longer live in Berlin",
        "He said I love tennis",
        "I'm going home",
        "I am tired",
        "I'm so happy",
        "I'm not a doctor",
        "I am a bit late",
        "I am in Berlin",
        "I like it",
        "I love how you write",
        "My dog is ill",
        "My dog is",
        "My name is",
        "Alice lives in Berlin",
        "We live in Berlin",
        "myself",
      })
  void nothing_is_read_into(String text) {
    assertThat(FirstPerson.relations("alice", text)).isEmpty();
  }

  @Test
  void a_story_is_no_target() {
    assertThat(FirstPerson.relations("alice", "I love " + "word ".repeat(30))).isEmpty();
  }

  @Test
  @Timeout(5)
  void hostile_white_space_takes_no_time() {
    assertThat(FirstPerson.relations("alice", "I love" + " ".repeat(1_990))).isEmpty();
    assertThat(FirstPerson.relations("alice", "my" + " and".repeat(490))).isEmpty();
    assertThat(FirstPerson.relations("alice", "I am " + "hi ".repeat(600))).isEmpty();
    assertThat(FirstPerson.relations("alice", "hi! ".repeat(490))).isEmpty();
  }
}
