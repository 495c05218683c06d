package dev.memwarden.server.dialect.redisams.scope;

import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Result;
import dev.memwarden.server.api.Schema;
import dev.memwarden.server.fastapi.Details;
import dev.memwarden.server.http.Reply;

/// How refusals look on this wire, for the documents.
public final class Refusals {

  /// Every refusal but one.
  public static final Schema REFUSAL =
      Schema.object("RedisAmsRefusal", Field.of("detail", Schema.text(), "why, in one sentence"));

  private static final String OUT_OF_REACH =
      "Insufficient permissions. Out of reach for this credential";

  private Refusals() {}

  /// What must not be done there by whoever asks.
  public static Reply outOfReach() {
    return Details.plain(403, OUT_OF_REACH);
  }

  /// A refusal that is a route's own.
  public static Result of(int status, String when, String detail) {
    return new Result(status, when, Content.json(REFUSAL, "{\"detail\": \"" + detail + "\"}"));
  }
}
