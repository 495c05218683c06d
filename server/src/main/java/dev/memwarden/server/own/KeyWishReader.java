package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Allowance;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.Signer;
import dev.memwarden.server.http.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// Reads a [KeyWish] from JSON and collects all that is wrong with it. Fields that are unknown are
/// wrong: a misspelt limit must not become a key without it.
public final class KeyWishReader {

  /// The end of the last year that RFC 3339 can write: no key ends later, unless it never does.
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /// The fields of a wish. Of `expires_at` and `expires_in` at most one.
  public static final Set<String> FIELDS =
      Set.of(
          "name",
          "description",
          "actions",
          "box",
          "networks",
          "not_before",
          "expires_at",
          "expires_in",
          "signing_key",
          "rate_limit",
          "max_memories");

  static final int MAX_MEMORIES = 1_000_000_000;
  static final int MAX_TEXT = 1_000;
  static final int MAX_NETWORKS = 100;
  private static final int MAX_PROBLEMS = 20;

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

  private final InstantSource clock;
  private final Set<Action> byDefault;
  private final List<Problem> problems = new ArrayList<>();

  /// A reader for one wish.
  ///
  /// @param byDefault the actions of a key if the wish names none
  public KeyWishReader(InstantSource clock, Set<Action> byDefault) {
    this.clock = clock;
    this.byDefault = byDefault;
  }

  /// What was wrong so far.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// The wish that `body` is, as far as it can be read; good only if there are no [#problems].
  ///
  /// @param known the fields that may be there
  public KeyWish read(JsonNode body, Set<String> known) {
    if (!body.isObject()) {
      wrong("object_type", "should be an object");
    }
    for (String field : body.propertyNames()) {
      if (!known.contains(field)) {
        wrong("extra_forbidden", "is not a field of a key", field);
      }
    }
    Ceiling ceiling =
        new Ceiling(
            actions(body.path("actions")),
            box(body.path("box")),
            networks(body.path("networks")),
            time(body, "not_before"),
            end(body),
            signer(body.path("signing_key")),
            new Allowance(rates(body.path("rate_limit")), memories(body.path("max_memories"))));
    return new KeyWish(text(body, "name"), text(body, "description"), ceiling);
  }

  private Set<Action> actions(JsonNode words) {
    if (isAbsent(words)) {
      return byDefault;
    }
    EnumSet<Action> actions = EnumSet.noneOf(Action.class);
    if (!words.isArray() || words.isEmpty()) {
      wrong("list_type", "should be a list of at least one action", "actions");
    }
    for (JsonNode word : words) {
      try {
        actions.addAll(Action.parseList(string(word).orElse("")));
      } catch (IllegalArgumentException _) {
        wrong("enum", "should list actions such as memory:read, memory:*, chat or *", "actions");
      }
    }
    return actions;
  }

  private Box box(JsonNode axes) {
    Box box = Box.EVERYWHERE;
    if (isAbsent(axes)) {
      return box;
    }
    if (!axes.isObject()) {
      wrong("object_type", "should be an object of axes", "box");
    }
    for (String word : axes.propertyNames()) {
      Optional<Axis> axis = axis(word);
      Optional<Extent> extent = extent(axes.path(word));
      if (axis.isEmpty()) {
        wrong("extra_forbidden", "is not an axis", "box", word);
      } else if (extent.isEmpty()) {
        wrong("value_error", "should be an id, or null for none", "box", word);
      } else {
        box = box.with(axis.get(), extent.get());
      }
    }
    return box;
  }

  private static Optional<Axis> axis(String word) {
    for (Axis axis : Axis.values()) {
      if (axis.word().equals(word)) {
        return Optional.of(axis);
      }
    }
    return Optional.empty();
  }

  private static Optional<Extent> extent(JsonNode value) {
    return value.isNull()
        ? Optional.of(Extent.NONE)
        : string(value).filter(Axis::accepts).map(Extent::of);
  }

  private List<Network> networks(JsonNode texts) {
    List<Network> networks = new ArrayList<>();
    if (isAbsent(texts)) {
      return networks;
    }
    if (!texts.isArray() || texts.isEmpty() || texts.size() > MAX_NETWORKS) {
      wrong("list_type", "should be a list of 1 to " + MAX_NETWORKS + " networks", "networks");
      return networks;
    }
    for (JsonNode text : texts) {
      try {
        networks.add(Network.parse(string(text).orElse("")));
      } catch (IllegalArgumentException _) {
        wrong("value_error", "should be a network such as 10.0.0.0/8", "networks");
      }
    }
    return networks;
  }

  private Optional<Signer> signer(JsonNode key) {
    if (isAbsent(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Signer.parse(string(key).orElse("")));
    } catch (IllegalArgumentException _) {
      wrong(
          "value_error", "should be an Ed25519 public key, as PEM or as ed25519:…", "signing_key");
      return Optional.empty();
    }
  }

  private List<Rate> rates(JsonNode text) {
    if (isAbsent(text)) {
      return List.of();
    }
    try {
      return Rate.parseList(string(text).orElse(""));
    } catch (IllegalArgumentException _) {
      wrong(
          "value_error",
          "should be a rate such as 100/m or 100/m:20, or one for each of s, m, h and d",
          "rate_limit");
      return List.of();
    }
  }

  private Optional<Integer> memories(JsonNode number) {
    if (isAbsent(number)) {
      return Optional.empty();
    }
    if (!number.isInt() || number.intValue() < 1 || number.intValue() > MAX_MEMORIES) {
      wrong("value_error", "should be a number from 1 to " + MAX_MEMORIES, "max_memories");
      return Optional.empty();
    }
    return Optional.of(number.intValue());
  }

  private Optional<Instant> end(JsonNode body) {
    JsonNode span = body.path("expires_in");
    if (isAbsent(span)) {
      return time(body, "expires_at");
    }
    if (!isAbsent(body.path("expires_at"))) {
      wrong("value_error", "cannot stand beside expires_at", "expires_in");
    }
    var matcher = DURATION.matcher(string(span).orElse(""));
    if (!matcher.matches()) {
      wrong("value_error", "should be a duration such as 30d, 12h, 15m or 90s", "expires_in");
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return writable(clock.instant().plus(duration), "expires_in");
  }

  private Optional<Instant> time(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    try {
      return writable(OffsetDateTime.parse(string(value).orElse("")).toInstant(), field);
    } catch (DateTimeException _) {
      wrong("datetime", "should be a time such as 2027-01-31T12:00:00Z", field);
      return Optional.empty();
    }
  }

  private Optional<Instant> writable(Instant time, String field) {
    if (time.isAfter(LATEST) || time.isBefore(Instant.EPOCH)) {
      wrong("value_error", "should be a time between 1970 and 9999", field);
      return Optional.empty();
    }
    return Optional.of(time);
  }

  private Optional<String> text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    Optional<String> text = string(value).filter(KeyWishReader::isOneLine);
    if (text.isEmpty()) {
      String limits = "should be 1 to " + MAX_TEXT + " characters without control characters";
      wrong("string_type", limits, field);
    }
    return text;
  }

  private static boolean isOneLine(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_TEXT
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static Optional<String> string(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private void wrong(String type, String message, String... where) {
    List<Object> location = new ArrayList<>();
    location.add("body");
    location.addAll(List.of(where));
    String subject = where.length == 0 ? "The body" : where[where.length - 1];
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(location, type, subject + " " + message, NullNode.instance));
    }
  }
}
