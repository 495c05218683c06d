package dev.memwarden.server.dialect.redisams;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;
import java.util.List;

/// What the documents say about the routes of this dialect.
final class Operations {
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

  private Operations() {}
}
