package dev.memwarden.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureInputTest {

  @Test
  void says_what_is_signed_in_one_form_however_it_was_spaced() {
    SignatureInput input =
        SignatureInput.parse(
                "  sig1=(  \"@method\"   \"date\" );  created=1618884473; keyid=\"a\\\"b\\\\c\""
                    + ";alg=\"ed25519\";nonce=\"n\";expires=0\t")
            .orElseThrow();

    assertThat(input)
        .isEqualTo(
            new SignatureInput(
                "sig1",
                List.of("@method", "date"),
                Optional.of(1618884473L),
                Optional.of(0L),
                Optional.of("n"),
                Optional.of("a\"b\\c"),
                Optional.of("ed25519"),
                "(\"@method\" \"date\");created=1618884473;keyid=\"a\\\"b\\\\c\";alg=\"ed25519\";nonce=\"n\""
                    + ";expires=0"));
  }

  static Stream<String> others() {
    String many = String.join(" ", IntStream.range(0, 33).mapToObj(i -> "\"a" + i + "\"").toList());
    return Stream.of("s=(" + many + ")", "s=()" + " ".repeat(4096), "s".repeat(4096) + "=()");
  }

  @ParameterizedTest
  @MethodSource("others")
  @ValueSource(
      strings = {
        "",
        " ",
        "s",
        "s=",
        "s=1",
        "s=:AAAA:",
        "s=\"date\"",
        "=()",
        "S=()",
        "1=()",
        "s =()",
        "s= ()",
        "s=(",
        "s=()x",
        "s=())",
        "s=(date)",
        "s=('date')",
        "s=(\"date)",
        "s=(\"date\\\")",
        "s=(\"da\\te\")",
        "s=(\"da\u00e4te\")",
        "s=(\"da\nte\")",
        "s=(\"date\"\"@method\")",
        "s=(\"date\",\"@method\")",
        "s=(\"date\"\t\"@method\")",
        "s=(\"date\" \"date\")",
        "s=(\"date\";sf)",
        "s=(\"@query-param\";name=\"Pet\")",
        "s=();",
        "s=() ;created=1",
        "s=();created",
        "s=();created=",
        "s=();created=01",
        "s=();created=-1",
        "s=();created=+1",
        "s=();created=1.0",
        "s=();created=\"1\"",
        "s=();created=@1",
        "s=();created=1000000000000000",
        "s=();created=1;created=1",
        "s=();created =1",
        "s=();created= 1",
        "s=();nonce=n",
        "s=();nonce=1",
        "s=();nonce=:AAAA:",
        "s=();nonce=?1",
        "s=();keyid=%\"a\"",
        "s=();tag=\"x\"",
        "s=();Created=1",
        "s=(), t=()",
        "s=(), s=()",
        "s=(),",
        "s=() t=()"
      })
  void refuses_what_is_not_exactly_one_signature(String field) {
    assertThat(SignatureInput.parse(field)).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reads_back_what_it_writes(long seed) {
    Written written = any(new Random(seed));
    SignatureInput read = SignatureInput.parse(written.spaced()).orElseThrow();

    assertThat(read.label() + "=" + read.serialized()).isEqualTo(written.usual());
    assertThat(SignatureInput.parse(written.usual())).contains(read);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_change_of_one_character_is_seen_or_refused(long seed) {
    Random random = new Random(seed);
    String written = any(random).usual();
    SignatureInput read = SignatureInput.parse(written).orElseThrow();
    for (int i = 0; i < written.length(); i++) {
      char other = (char) ('!' + random.nextInt(94));
      String changed = written.substring(0, i) + other + written.substring(i + 1);
      if (other != written.charAt(i)) {
        assertThat(SignatureInput.parse(changed)).as(changed).isNotEqualTo(Optional.of(read));
      }
    }
  }

  /// A field with spaces wherever there may be some, and without those that need not be.
  private record Written(String spaced, String usual) {}

  /// Any components and parameters.
  private static Written any(Random random) {
    Set<String> components = new LinkedHashSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      components.add(SignatureInput.quoted(word(random)));
    }
    List<String> parameters =
        new ArrayList<>(
            List.of(
                "created=" + random.nextInt(Integer.MAX_VALUE),
                "expires=" + random.nextInt(10),
                "nonce=" + SignatureInput.quoted(word(random)),
                "keyid=" + SignatureInput.quoted(word(random)),
                "alg=" + SignatureInput.quoted(word(random))));
    Collections.shuffle(parameters, random);
    StringBuilder spaced = new StringBuilder(spaces(random) + "sig*1.2-3_4=(" + spaces(random));
    String between = "";
    for (String component : components) {
      spaced.append(between).append(component).append(spaces(random));
      between = " ";
    }
    spaced.append(')');
    StringBuilder usual =
        new StringBuilder("sig*1.2-3_4=(").append(String.join(" ", components)).append(')');
    for (String parameter : parameters.subList(0, random.nextInt(6))) {
      spaced.append(';').append(spaces(random)).append(parameter);
      usual.append(';').append(parameter);
    }
    return new Written(spaced + spaces(random), usual.toString());
  }

  private static String spaces(Random random) {
    return " ".repeat(random.nextInt(3));
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      word.append((char) (' ' + random.nextInt(95)));
    }
    return word.toString();
  }
}
