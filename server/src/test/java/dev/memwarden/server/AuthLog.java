package dev.memwarden.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.memwarden.server.http.AuthEvents;
import java.util.List;
import org.slf4j.LoggerFactory;

/// What the log says of refusals while this is open.
final class AuthLog implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuthEvents.class);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  AuthLog() {
    events.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(events);
  }

  /// The names and values of each line.
  List<String> lines() {
    return events.list.stream().map(event -> event.getKeyValuePairs().toString()).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setLevel(null);
  }
}
