package dev.memwarden.server.own;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// How keys look, for the documents: what [KeyJson] writes and [KeyWishReader] reads.
public final class KeySchemas {
  private static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);
  private static final Schema NETWORK = new Schema.Formatted("cidr");
  private static final Schema SIGNING_KEY = new Schema.Formatted("ed25519-key");

  private static final String RATE = "[1-9][0-9]{0,8}/[smhd](:[1-9][0-9]{0,8})?";
  private static final Schema RATES = new Schema.Pattern("^" + RATE + "(," + RATE + "){0,3}$");
  private static final Schema MEMORIES = new Schema.Whole(1, KeyWishReader.MAX_MEMORIES);

  /// The actions of a key.
  public static final Schema ACTIONS =
      Schema.list(new Schema.Word(Action.ALL.stream().map(Action::word).toList()));

  /// The box of a ceiling.
  public static final Schema BOX =
      new Schema.Fields(
          "Box",
          Arrays.stream(Axis.values())
              .map(axis ->
                  Field.optional(
                      axis.word(), ID.orNull(), "this " + axis.word() + " only; `null` for none"))
              .toList(),
          true);

  private static final List<Field> RECORD =
      List.of(
          Field.of("tenant", ID, "the tenant"),
          Field.optional("user", ID, "whose it is, if a user's"),
          Field.optional("service", ID, "whose it is, if a service's"),
          Field.optional("admin", ID, "whose it is, if an admin's"),
          Field.of("name", Schema.text().orNull(), "what its owner calls it"),
          Field.of("description", Schema.text().orNull(), "what it is for"),
          Field.of("actions", ACTIONS, "what may be done with it"),
          Field.of("box", BOX, "where; an axis that is left out is open"),
          Field.of("networks", Schema.list(NETWORK), "from where; empty for anywhere"),
          Field.of(
              "signing_key",
              SIGNING_KEY.orNull(),
              "public key that requests must be signed with; `null` if they need not be"),
          Field.of("rate_limit", RATES.orNull(), "how often it may be used"),
          Field.of(
              "max_memories",
              MEMORIES.orNull(),
              "nothing is added with it for an owner who has so many"),
          Field.of("created_at", Schema.time(), "when it was made"),
          Field.of("not_before", Schema.time().orNull(), "when it begins to work"),
          Field.of("expires_at", Schema.time().orNull(), "when it ends by itself"),
          Field.of("last_used_at", Schema.time().orNull(), "about when it was used last"),
          Field.of("revoked_at", Schema.time().orNull(), "when it was revoked"),
          Field.of("revoked_reason", Schema.text().orNull(), "why"),
          Field.of("replaced_by", Schema.text().orNull(), "id of its successor, once rotated"));

  /// A key without its text.
  public static final Schema.Fields KEY =
      key("Key", Field.of("id", Schema.text(), "names it; no secret"));

  /// A key with its text.
  public static final Schema.Fields NEW_KEY =
      key(
          "NewKey",
          Field.of("id", Schema.text(), "names it; no secret"),
          Field.of("key", Schema.text(), "the key itself: shown this once"));

  /// What a key shall be, whosever it is.
  public static final Schema.Fields WISH =
      new Schema.Fields(
          "KeyWish",
          List.of(
              Field.optional("name", line(), "what you call it, in one line"),
              Field.optional("description", line(), "what it is for, in one line"),
              Field.optional(
                  "actions",
                  new Schema.Items(new Schema.Word(words()), 1, Integer.MAX_VALUE).orNull(),
                  "what may be done with it; by default `memory:*` and `chat`"),
              Field.optional(
                  "box", BOX.orNull(), "where; what is left out is as open as your own key is"),
              Field.optional(
                  "networks",
                  new Schema.Items(NETWORK, 1, KeyWishReader.MAX_NETWORKS).orNull(),
                  "from where, such as `10.0.0.0/8`"),
              Field.optional("not_before", Schema.time().orNull(), "when it begins to work"),
              Field.optional(
                  "expires_at", Schema.time().orNull(), "when it ends; not beside `expires_in`"),
              Field.optional(
                  "expires_in",
                  new Schema.Pattern("^[1-9][0-9]{0,8}[smhd]$").orNull(),
                  "how long it works, such as `30d`"),
              Field.optional(
                  "signing_key",
                  SIGNING_KEY.orNull(),
                  "Ed25519 public key, as PEM or as `ed25519:…`, that requests must be signed"
                      + " with; by default that of your own key"),
              Field.optional(
                  "rate_limit",
                  RATES.orNull(),
                  "how often it may be used, such as `100/m`, or `100/m:20,10000/d`: 20 of them at"
                      + " once; by default as often as your own key"),
              Field.optional(
                  "max_memories",
                  MEMORIES.orNull(),
                  "how many memories an owner may have where it adds some; by default as many as"
                      + " with your own key")),
          true);

  private KeySchemas() {}

  private static Schema.Fields key(String name, Field... first) {
    return new Schema.Fields(
        name, Stream.concat(Arrays.stream(first), RECORD.stream()).toList(), false);
  }

  private static Schema line() {
    return new Schema.Text(1, KeyWishReader.MAX_TEXT).orNull();
  }

  private static List<String> words() {
    return Stream.concat(Action.ALL.stream().map(Action::word), Stream.of("memory:*", "*"))
        .toList();
  }
}
