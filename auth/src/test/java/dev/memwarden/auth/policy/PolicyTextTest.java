package dev.memwarden.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rule;
import dev.memwarden.auth.Rule.Effect;
import dev.memwarden.auth.Rule.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTextTest {
  private static final List<String> IDS =
      List.of(
          "alice",
          "*",
          "-",
          "--",
          "a/b",
          "a b",
          "#",
          "%",
          "%2A",
          "é",
          "e\u0301",
          "😀",
          "a:b",
          "alice@example.org",
          "auth0|5f7c",
          "\u202e",
          "\u00a0",
          "ÿ",
          "~._-!");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @Test
  void reads_the_columns() {
    assertThat(
            PolicyText.parse(
                """
                # who shares what
                permit  agent:planner   memory:read    default/alice
                forbid\t*\tmemory:delete  */*/*/*/archive   # nobody

                  permit user:bob memory:*,chat *
                permit role:auditor * default
                forbid service:ingest memory:write default/-/a/s/-
                """))
        .containsExactly(
            new Rule(
                Effect.PERMIT,
                new Subject.Agent("planner"),
                Set.of(Action.MEMORY_READ),
                Box.ofUser("default", "alice")),
            new Rule(
                Effect.FORBID,
                new Subject.Anyone(),
                Set.of(Action.MEMORY_DELETE),
                Box.EVERYWHERE.with(Axis.LABEL, Extent.of("archive"))),
            new Rule(
                Effect.PERMIT,
                new Subject.Named(Principal.Kind.USER, "bob"),
                Action.MEMORY_AND_CHAT,
                Box.EVERYWHERE),
            new Rule(
                Effect.PERMIT, new Subject.Role("auditor"), Action.ALL, Box.ofTenant("default")),
            new Rule(
                Effect.FORBID,
                new Subject.Named(Principal.Kind.SERVICE, "ingest"),
                Set.of(Action.MEMORY_WRITE),
                new Box(
                    Extent.of("default"),
                    Extent.NONE,
                    Extent.of("a"),
                    Extent.of("s"),
                    Extent.NONE)));
    assertThat(PolicyText.parse("")).isEmpty();
    assertThat(PolicyText.parse(" \t\n#x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "%2A, *",
    "%2a, *",
    "a%2Fb, a/b",
    "%2D, -",
    "%23, #",
    "%25, %",
    "%C3%A9, é",
    "é, é",
    "a%20b, 'a b'",
    "%F0%9F%98%80, 😀",
    "😀, 😀",
    "a:b, a:b",
    "user@x, user@x",
    "Alice, Alice"
  })
  void decodes_ids(String segment, String id) {
    assertThat(PolicyText.parse("permit user:" + segment + " chat default/" + segment))
        .containsExactly(
            new Rule(
                Effect.PERMIT,
                new Subject.Named(Principal.Kind.USER, id),
                Set.of(Action.CHAT),
                Box.ofUser("default", id)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          allow * chat *             | expected permit or forbid, found 'allow'
          PERMIT * chat *            | expected permit or forbid, found 'PERMIT'
          permit * chat              | expected four columns (effect, who, actions, place), found 3
          permit * chat * *          | expected four columns (effect, who, actions, place), found 5
          permit                     | expected four columns (effect, who, actions, place), found 1
          permit alice chat *        | expected user:ID, service:ID, role:ID, agent:ID or *, found 'alice'
          permit admin:root chat *   | expected user:ID, service:ID, role:ID, agent:ID or *, found 'admin:root'
          permit User:alice chat *   | expected user:ID, service:ID, role:ID, agent:ID or *, found 'User:alice'
          permit user: chat *        | an id has 1 to 256 characters and no control characters
          permit user chat *         | expected user:ID, service:ID, role:ID, agent:ID or *, found 'user'
          permit user:* chat *       | inside an id, write %2A for U+002A (a * alone means any, a - alone none)
          permit user:a/b chat *     | inside an id, write %2F for U+002F (a * alone means any, a - alone none)
          permit * read *            | unknown action 'read'; known are memory:read, memory:write, memory:delete, chat, keys:manage, users:manage, audit:read, memory:* and *
          permit * chat, *           | unknown action ''; known are memory:read, memory:write, memory:delete, chat, keys:manage, users:manage, audit:read, memory:* and *
          permit * chat,chat *       | 'chat' is named twice
          permit * memory:*,memory:read * | 'memory:read' is named twice
          permit * chat -            | everything has a tenant: expected an id or *
          permit * chat default/     | the user is empty: expected an id, * for any or - for none
          permit * chat /alice       | the tenant is empty: expected an id, * for any or - for none
          permit * chat */*/*//*     | the session is empty: expected an id, * for any or - for none
          permit * chat */*/*/*/*/*  | expected at most tenant/user/agent/session/label, found 6 parts
          permit * chat */al*        | inside an id, write %2A for U+002A (a * alone means any, a - alone none)
          permit * chat */%          | % is followed by two hexadecimal digits
          permit * chat */%2         | % is followed by two hexadecimal digits
          permit * chat */%2/a       | % is followed by two hexadecimal digits
          permit * chat */%G0        | % is followed by two hexadecimal digits
          permit * chat */%0G        | % is followed by two hexadecimal digits
          permit * chat */%٣٣        | % is followed by two hexadecimal digits
          permit * chat */%C3        | the encoded bytes are no UTF-8
          permit * chat */%C0%AA     | the encoded bytes are no UTF-8
          permit * chat */%ED%A0%80  | the encoded bytes are no UTF-8
          permit * chat */%FF        | the encoded bytes are no UTF-8
          permit * chat */%00        | an id has 1 to 256 characters and no control characters
          permit * chat */a%0A       | an id has 1 to 256 characters and no control characters
          """)
  void names_the_line_and_what_was_expected(String line, String message) {
    String text = "# first\npermit * chat *\n" + line + "\nnonsense";

    assertThatThrownBy(() -> PolicyText.parse(text))
        .isInstanceOfSatisfying(
            PolicySyntaxException.class, error -> assertThat(error.line()).isEqualTo(3))
        .hasMessage("line 3: " + message);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0x0, 0x7, 0x85, 0xA0, 0x2003, 0x2028, 0x2029, 0x202E, 0x200B, 0xE000, 0xFEFF, 0x378})
  void refuses_characters_that_cannot_be_seen_unless_encoded(int c) {
    String text = "permit * chat default/a" + Character.toString(c) + "b";

    assertThatThrownBy(() -> PolicyText.parse(text)).isInstanceOf(PolicySyntaxException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udfff", "\udc00\ud800"})
  void refuses_halves_of_characters(String half) {
    assertThatThrownBy(() -> PolicyText.parse("permit * chat default/" + half))
        .isInstanceOf(PolicySyntaxException.class)
        .hasMessageContaining("well-formed Unicode");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reads_back_what_it_prints(long seed) {
    List<Rule> rules = rules(new Random(seed));

    assertThat(PolicyText.parse(PolicyText.print(rules))).isEqualTo(rules);
    assertThat(PolicyText.print(rules)).matches("[ -~\n]*");
  }

  @Test
  void prints_as_short_as_it_reads() {
    String text =
        """
        permit  user:%2A  memory:read,chat  *
        forbid  *  memory:delete  */*/*/*/archive
        permit  agent:a%20b  chat  default/-/%2D
        permit  role:azAZ09@-._~  chat  */%5B%60%7B%2F:
        """;

    assertThat(PolicyText.print(PolicyText.parse(text))).isEqualTo(text);
  }

  private static List<Rule> rules(Random random) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      Box box = Box.EVERYWHERE;
      for (Axis axis : Axis.values()) {
        box = box.with(axis, extent(random, axis));
      }
      rules.add(new Rule(effect(random), subject(random), actions(random), box));
    }
    return rules;
  }

  private static Effect effect(Random random) {
    return random.nextBoolean() ? Effect.PERMIT : Effect.FORBID;
  }

  private static Subject subject(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Subject.Anyone();
      case 1 -> new Subject.Named(Principal.Kind.USER, id(random));
      case 2 -> new Subject.Named(Principal.Kind.SERVICE, id(random));
      case 3 -> new Subject.Role(id(random));
      default -> new Subject.Agent(id(random));
    };
  }

  private static Set<Action> actions(Random random) {
    EnumSet<Action> actions = EnumSet.of(Action.values()[random.nextInt(Action.values().length)]);
    for (Action action : Action.values()) {
      if (random.nextBoolean()) {
        actions.add(action);
      }
    }
    return actions;
  }

  private static Extent extent(Random random, Axis axis) {
    return switch (random.nextInt(3)) {
      case 0 -> Extent.ANY;
      case 1 -> axis == Axis.TENANT ? Extent.ANY : Extent.NONE;
      default -> Extent.of(id(random));
    };
  }

  private static String id(Random random) {
    return IDS.get(random.nextInt(IDS.size()));
  }
}
