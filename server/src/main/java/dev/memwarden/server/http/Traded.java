package dev.memwarden.server.http;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Admission;

/// The answer of a [Route.Trade].
public sealed interface Traded {

  /// It was traded, or was no trade that can be made.
  record Done(Reply reply) implements Traded {}

  /// What was presented does not work. The reason is logged, and counted against the address; the
  /// reply gets a challenge if its status is 401 and it has none.
  record Refused(Refusal why, Reply reply) implements Traded {}

  /// What was presented works, but has been used too often.
  record TooOften(Admission.Exceeded limit) implements Traded {}
}
