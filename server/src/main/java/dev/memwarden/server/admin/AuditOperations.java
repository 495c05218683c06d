package dev.memwarden.server.admin;

import dev.memwarden.auth.Axis;
import dev.memwarden.auth.audit.AuditEvent;
import dev.memwarden.auth.audit.Ending;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import java.util.List;
import java.util.stream.Stream;

/// What the documents say about [AuditRoutes].
final class AuditOperations {
  private static final Schema WORDS = new Schema.Text(1, AuditQueryWire.MAX_TEXT);
  private static final Schema TEXTS = Schema.list(Schema.text());
  private static final Schema NUMBER = new Schema.Whole(1, Integer.MAX_VALUE);
  private static final Schema KINDS =
      new Schema.Word(Stream.of(AuditEvent.Kind.values()).map(AuditEvent.Kind::word).toList());
  private static final Schema OUTCOMES =
      new Schema.Word(Stream.of(Ending.Outcome.values()).map(Ending.Outcome::word).toList());

  private static final List<Field> LINK =
      List.of(
          Field.of("writer", Schema.text(), "whose chain it is in"),
          Field.of("seq", Schema.count(), "its place there, from 1; 0 before the first"),
          Field.of("tag", Schema.text(), "keyed digest of what it says and of the one before"));

  private static final Schema.Fields CHECKPOINT =
      Schema.object(
          "AuditCheckpoint",
          Field.of("at", Schema.time(), "when it was made"),
          Field.of(
              "heads",
              Schema.list(new Schema.Fields("AuditHead", LINK, false)),
              "the newest entry of each chain"),
          Field.of("signature", Schema.text(), "under a key derived from the master key"));

  private static final String CHECKPOINT_EXAMPLE =
      """
      {"at": "2026-11-22T12:00:00Z",
       "heads": [{"writer": "local", "seq": 1234, "tag": "k1:5f1c…"}], "signature": "k1:9a0b…"}\
      """;

  private static final Schema ENTRY =
      new Schema.Fields(
          "AuditEntry",
          Stream.concat(
                  Stream.of(
                      Field.of("id", NUMBER, "names it, and is what `beyond` takes"),
                      Field.of("at", Schema.time(), "when it was"),
                      Field.of("kind", KINDS, "what it is"),
                      Field.of("tenant", Schema.text(), "of whoever did it"),
                      Field.of("principal", Schema.text().orNull(), "who did it, if that is known"),
                      Field.of(
                          "credential",
                          Schema.object(
                                  "AuditCredential",
                                  Field.of("kind", Schema.text(), "what it is"),
                                  Field.of("id", Schema.text(), "its id; never the credential"))
                              .orNull(),
                          "through which key or token"),
                      Field.of("action", Schema.text().orNull(), "which actions, or what happened"),
                      Field.of("on", TEXTS, "places that were asked for, or what was changed"),
                      Field.of("shown", TEXTS, "whose memory the reply showed"),
                      Field.of("outcome", OUTCOMES, "what came of it"),
                      Field.of(
                          "reason",
                          Schema.text().orNull(),
                          "why, as the caller is not told; the status of a reply"),
                      Field.of("request_id", Schema.text().orNull(), "the name of the request"),
                      Field.of("address", Schema.text().orNull(), "where it came from"),
                      Field.of("via", Schema.text().orNull(), "route, or how else"),
                      Field.of("times", NUMBER, "how many such events it stands for")),
                  LINK.stream())
              .toList(),
          false);

  private static final String ENTRY_EXAMPLE =
      """
      {"id": 7, "at": "2026-11-22T12:00:00Z", "kind": "access", "tenant": "default",
       "principal": "user:alice", "credential": {"kind": "api_key", "id": "4bK2mQ8xT0aZ7nLp"},
       "action": "memory:read", "on": ["default/alice"], "shown": [], "outcome": "allowed",
       "reason": "200", "request_id": "r-1", "address": "127.0.0.1", "via": "GET /memories/{user_id}",
       "times": 1, "writer": "local", "seq": 7, "tag": "k1:5f1c…"}\
      """;

  static final Operation LIST =
      Operation.of(
              "adminListAudit",
              "Search the audit log",
              "Entries of your tenant.",
              Content.json(
                  Schema.object(
                      "AuditEntries",
                      Field.of("entries", Schema.list(ENTRY), "what was found"),
                      Field.of(
                          "next",
                          NUMBER.orNull(),
                          "for `beyond`; `null` where the page is not full")),
                  "{\"entries\": [" + ENTRY_EXAMPLE + "], \"next\": null}"))
          .taking(
              new Parameter("kind", WORDS, "a kind of event, such as `access`"),
              new Parameter("principal", WORDS, "who did it, such as `user:alice`"),
              new Parameter("credential", WORDS, "id of the key or token"),
              new Parameter("action", WORDS, "an action, or what happened"),
              new Parameter(
                  "user",
                  new Schema.Text(1, Axis.MAX_LENGTH),
                  "a user whose memory it was about, or was shown"),
              new Parameter("outcome", WORDS, "`allowed`, `denied` or `failed`"),
              new Parameter("reason", WORDS, "the real reason"),
              new Parameter("request", WORDS, "the name of the request"),
              new Parameter("address", WORDS, "where it came from"),
              new Parameter("since", Schema.time(), "not before that"),
              new Parameter("until", Schema.time(), "before that"),
              new Parameter(
                  "order",
                  new Schema.Word(List.of("newest", "oldest")),
                  "which come first; `newest` by default"),
              new Parameter("beyond", NUMBER, "only what comes after this entry in that order"),
              new Parameter(
                  "limit",
                  new Schema.Whole(1, AuditQueryWire.MAX_LIMIT),
                  "how many at most; 100 by default"));

  private static final String SHARED =
      "The log is of all tenants: as soon as there are several, this is done on the server itself only.";

  static final Operation CHECKPOINT_NOW =
      Operation.of(
              "adminCheckpointAudit",
              "Sign the heads of the audit log",
              "Where each chain stands now, to be kept elsewhere.",
              Content.json(CHECKPOINT, CHECKPOINT_EXAMPLE))
          .explained(SHARED);

  static final Operation VERIFY =
      Operation.of(
              "adminVerifyAudit",
              "Verify the audit log",
              "Whether all of it is as it was written.",
              Content.json(
                  new Schema.Either(
                      List.of(
                          Schema.object(
                              "AuditIntact",
                              Field.of("intact", new Schema.Flag(), "`true`"),
                              Field.of("entries", Schema.count(), "how many there are"),
                              Field.of("checkpoint", CHECKPOINT, "where it stands now")),
                          Schema.object(
                              "AuditBroken",
                              Field.of("intact", new Schema.Flag(), "`false`"),
                              Field.of("writer", Schema.text(), "whose chain is broken"),
                              Field.of("seq", Schema.count(), "where"),
                              Field.of("detail", Schema.text(), "how")))),
                  "{\"intact\": true, \"entries\": 1234, \"checkpoint\": "
                      + CHECKPOINT_EXAMPLE
                      + "}"))
          .explained("Reads every entry. " + SHARED)
          .taking(
              Schema.closed(
                  "AuditVerification",
                  Field.optional(
                      AuditJson.CHECKPOINT,
                      CHECKPOINT,
                      "an earlier one: whether the log still has all that it vouches for")),
              "{}");

  private AuditOperations() {}
}
