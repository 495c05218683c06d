package dev.memwarden.server.dialect.mem0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.memory.Message;
import dev.memwarden.server.http.Call;
import dev.memwarden.server.http.Decoded;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Wire;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Decoding what was encoded gives the same request, whatever is in it.
class RoundTripTest {
  private static final String[] PARTS = {
    "a", "B", "é", "漢", "😀", " ", "%", "+", "*", "&", "=", "?", "#", "/", "\\", "\"", "'", "..",
    "\u00a0"
  };
  // As decoding leaves it: 1e3 is read as the decimal 1E+3.
  private static final String[] METADATA = {
    "{}", "{\"a\":1.50,\"b\":[null,true,\"\\n\"]}", "{\"user_id\":\"bob\",\"\":{\"x\":1E+3}}"
  };

  private final Served served = new Served();

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void add(long seed) {
    var random = new Random(seed);
    List<Message> messages =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(_ -> new Message(text(random), text(random)))
            .toList();

    same(
        new AddRequest.OnWire(),
        new AddRequest(whose(random), messages, metadata(random), random.nextBoolean()),
        "/memories");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void search_and_chat(long seed) {
    var random = new Random(seed);

    same(
        new SearchRequest.OnWire(),
        new SearchRequest(whose(random), text(random), 1 + random.nextInt(1_000)),
        "/memories/search");
    same(new ChatRequest.OnWire(), new ChatRequest(whose(random), text(random)), "/chat");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void requests_about_a_user(long seed) {
    var random = new Random(seed);
    Optional<Integer> limit =
        random.nextBoolean() ? Optional.of(1 + random.nextInt(1_000)) : Optional.empty();

    same(
        new UserRequest.OnWire("/memories/user"),
        new UserRequest(whose(random), limit),
        "/memories/user/{user_id}");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void requests_about_one_memory(long seed) {
    var random = new Random(seed);
    var memory =
        new OneMemory(
            "default",
            random.nextBoolean() ? Optional.of(id(random)) : Optional.empty(),
            id(random));

    same(
        new UpdateRequest.OnWire(),
        new UpdateRequest(memory, "x" + text(random), metadata(random)),
        "/memories");
    same(new DeleteRequest.OnWire(), new DeleteRequest(memory), "/memories/{memory_id}");
    same(new StatsRequest.OnWire(), new StatsRequest("default"), "/stats");
  }

  private <Q> void same(Wire<Q> wire, Q request, String pattern) {
    Wire.Encoded encoded = wire.encode(request);
    Call call = received(encoded, pattern);

    assertThat(wire.decode(served.identity("alice"), call))
        .isEqualTo(new Decoded.Request<>(request));
  }

  // Split before decoding, as every HTTP server does.
  private static Call received(Wire.Encoded encoded, String pattern) {
    String[] target = encoded.target().split("\\?", 2);
    String[] segments = target[0].split("/");
    String[] names = pattern.split("/");
    assertThat(segments).hasSameSizeAs(names);
    Map<String, String> path = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (names[i].startsWith("{")) {
        path.put(names[i].substring(1, names[i].length() - 1), decoded(segments[i]));
      } else {
        assertThat(segments[i]).isEqualTo(names[i]);
      }
    }
    Map<String, List<String>> query = new HashMap<>();
    for (String pair : target.length == 1 ? new String[0] : target[1].split("&")) {
      String[] halves = pair.split("=", 2);
      query.computeIfAbsent(halves[0], _ -> new ArrayList<>()).add(decoded(halves[1]));
    }
    return new Call(Method.POST, path, query, encoded.body(), Served.HERE, "test");
  }

  private static String decoded(String text) {
    return URI.create("x:///" + text).getPath().substring(1);
  }

  private static Whose whose(Random random) {
    return new Whose("default", id(random), maybe(random), maybe(random), Optional.empty());
  }

  private static Optional<String> maybe(Random random) {
    return random.nextBoolean() ? Optional.of(id(random)) : Optional.empty();
  }

  private static Optional<String> metadata(Random random) {
    return random.nextBoolean()
        ? Optional.of(METADATA[random.nextInt(METADATA.length)])
        : Optional.empty();
  }

  private static String id(Random random) {
    return PARTS[random.nextInt(PARTS.length)] + text(random);
  }

  private static String text(Random random) {
    return Stream.generate(() -> PARTS[random.nextInt(PARTS.length)])
        .limit(random.nextInt(12))
        .reduce("", String::concat);
  }
}
