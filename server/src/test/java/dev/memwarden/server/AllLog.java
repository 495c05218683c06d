package dev.memwarden.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// Everything that is logged while this is open, down to `debug`.
final class AllLog implements AutoCloseable {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level level = root.getLevel();
  // Has a level of its own, wherever a server was set up before.
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.memwarden");
  private final Level ourLevel = ours.getLevel();

  AllLog() {
    events.start();
    root.addAppender(events);
    root.setLevel(Level.DEBUG);
    ours.setLevel(Level.DEBUG);
  }

  List<ILoggingEvent> events() {
    return events.list;
  }

  /// What each line says, with its exception and the causes of that.
  List<String> texts() {
    return List.copyOf(events.list).stream().map(AllLog::text).toList();
  }

  private static String text(ILoggingEvent line) {
    IThrowableProxy thrown = line.getThrowableProxy();
    String trace = thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
    return line.getFormattedMessage() + " " + line.getKeyValuePairs() + " " + trace;
  }

  /// What of it is an alarm, by kind.
  List<String> alarms() {
    return List.copyOf(events.list).stream()
        .flatMap(event -> Stream.ofNullable(event.getKeyValuePairs()).flatMap(List::stream))
        .filter(pair -> pair.key.equals("alarm"))
        .map(pair -> String.valueOf(pair.value))
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(events);
    root.setLevel(level);
    ours.setLevel(ourLevel);
  }
}
