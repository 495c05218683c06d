package dev.memwarden.server.dialect.redisams.scope;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;

/// How refusals look on this wire, for the documents.
public final class Refusals {

  /// Every refusal but one.
  public static final Schema REFUSAL =
      Schema.object("RedisAmsRefusal", Field.of("detail", Schema.text(), "why, in one sentence"));

  private Refusals() {}

  /// A refusal that is a route's own.
  public static Result of(int status, String when, String detail) {
    return new Result(status, when, Content.json(REFUSAL, "{\"detail\": \"" + detail + "\"}"));
  }
}
