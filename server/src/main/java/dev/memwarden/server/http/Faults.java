package dev.memwarden.server.http;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.memory.EmbedderUnavailableException;
import dev.memwarden.server.http.Stage.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a fault becomes: the caller learns the correlation id and nothing else, the log all of it.
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final String RETRY_SECONDS = "1";

  private Faults() {}

  /// The reply to a request whose answer is not known.
  static Answer answer(Throwable fault, Exchange exchange) {
    String id = exchange.correlationId();
    return switch (fault) {
      case StoreUnavailableException _, EmbedderUnavailableException _ -> {
        LOG.atWarn()
            .addKeyValue("request_id", id)
            .addKeyValue("route", exchange.hit().route().match())
            // Without a stack: an outage writes this line for every request.
            .addKeyValue("cause", fault.getMessage())
            .log("request cannot be answered now");
        Reply reply = exchange.hit().dialect().plain(503, "Service temporarily unavailable");
        yield Answer.of(reply.withHeader("Retry-After", RETRY_SECONDS), id);
      }
      case RowFence.ForeignRowException _ -> {
        LOG.atError()
            .addKeyValue("alarm", "foreign_row")
            .addKeyValue("request_id", id)
            .addKeyValue("route", exchange.hit().route().match())
            .log("a reply was withheld: it shows memory outside of the caller's reach");
        yield internal(exchange);
      }
      default -> {
        LOG.atError()
            .addKeyValue("request_id", id)
            .addKeyValue("route", exchange.hit().route().match())
            .setCause(fault)
            .log("request failed");
        yield internal(exchange);
      }
    };
  }

  private static Answer internal(Exchange exchange) {
    String id = exchange.correlationId();
    String message = "Internal server error (request " + id + ")";
    return Answer.of(exchange.hit().dialect().plain(500, message), id);
  }
}
