package dev.memwarden.server.dialect.redisams;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Schema;
import java.util.List;

/// What the documents say about the routes of this dialect.
final class Operations {
  static final Schema REFUSAL =
      Schema.object("RedisAmsRefusal", Field.of("detail", Schema.text(), "why, in one sentence"));

  static final Schema MALFORMED =
      Schema.object(
          "RedisAmsMalformed",
          Field.of(
              "detail",
              Schema.list(
                  Schema.object(
                      "RedisAmsMistake",
                      Field.of("type", Schema.text(), "a stable word"),
                      Field.of(
                          "loc",
                          Schema.list(new Schema.Either(List.of(Schema.text(), Schema.count()))),
                          "where: `query`, then the name"),
                      Field.of("msg", Schema.text(), "what is wrong"),
                      Field.of("input", new Schema.Anything(), "what was sent"))),
              "everything that is wrong"));

  static final Operation HEALTH =
      Operation.of(
          "getHealth",
          "Say that the server answers",
          "It does, and what its clock says.",
          Content.json(
              Schema.object(
                  "RedisAmsHealth",
                  Field.of("now", new Schema.Fraction(), "milliseconds since 1970")),
              "{\"now\": 1795348800000}"));

  private static final Schema ID = new Schema.Text(1, Axis.MAX_LENGTH);

  static final Operation SESSIONS =
      Operation.of(
              "listWorkingMemory",
              "List sessions",
              "Ids of the sessions, in the order in which they began, and how many there are in all.",
              Content.json(
                  Schema.object(
                      "RedisAmsSessions",
                      Field.of("sessions", Schema.list(ID), "ids of one page"),
                      Field.of("total", Schema.count(), "how many there are in all")),
                  "{\"sessions\": [\"support-1\", \"support-2\"], \"total\": 2}"))
          .explained("A session is there while anything is remembered of it.")
          .needing(Action.MEMORY_READ)
          .taking(
              new Parameter(
                  "limit",
                  new Schema.Whole(1, SessionsRequest.MAX_LIMIT),
                  "page size; by default 20"),
              new Parameter(
                  "offset",
                  new Schema.Whole(0, SessionsRequest.MAX_OFFSET),
                  "how many to leave out at the start"),
              new Parameter("namespace", ID, "of this namespace only"),
              new Parameter(
                  "user_id",
                  ID,
                  "whose; a user that names nobody means itself, any other caller everybody in reach"));

  private Operations() {}
}
