package dev.memwarden.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/// How the process logs: to standard error, so that standard output carries results only. Libraries
/// are heard from `warn` on.
///
/// As a [Configurator] it sets up what commands need that do not serve: warnings, as text. A
/// `logback.xml` on the class path goes before.
@ConfiguratorRank(ConfiguratorRank.NOMINAL - 5)
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String OURS = "dev.memwarden";
  private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n%ex";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    setUp(context, false, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Sets up logging for a server.
  ///
  /// @param terminal whether a person watches: then text, else JSON, unless the format is set
  static void configure(Configuration.Logs logs, boolean terminal) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    boolean json = logs.format().map("json"::equals).orElse(!terminal);
    context.reset();
    setUp(context, json, Level.toLevel(logs.level()));
  }

  private static void setUp(LoggerContext context, boolean json, Level level) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, json));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    // Tells at each start that it takes the length that the model says.
    context.getLogger("ai.djl").setLevel(Level.ERROR);
    context.getLogger(OURS).setLevel(level);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
    if (json) {
      JsonEncoder encoder = new JsonEncoder();
      encoder.setContext(context);
      encoder.setWithContext(false);
      encoder.setWithSequenceNumber(false);
      encoder.setWithNanoseconds(false);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.setWithFormattedMessage(true);
      encoder.start();
      return encoder;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(TEXT);
    encoder.start();
    return encoder;
  }
}
