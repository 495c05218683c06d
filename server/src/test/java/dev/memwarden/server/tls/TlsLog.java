package dev.memwarden.server.tls;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/// What the log says of certificates while this is open: level, message, names and values.
final class TlsLog implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger(TlsLog.class.getPackageName());
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  TlsLog() {
    events.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(events);
  }

  List<String> lines() {
    return events.list.stream()
        .map(event -> event.getLevel() + " " + event.getMessage() + " " + event.getKeyValuePairs())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
