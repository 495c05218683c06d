package dev.memwarden.server.telemetry;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/// What the sender of traces has to say, such as that its collector is away, in the log of the
/// server. It says the same only now and then.
final class SenderLog extends Handler {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Traces.class);

  // Kept here, or the handler would go with the garbage.
  private static final Logger SENDER = Logger.getLogger("io.opentelemetry");

  private final SimpleFormatter format = new SimpleFormatter();

  private SenderLog() {}

  /// From now on.
  static synchronized void take() {
    if (SENDER.getUseParentHandlers()) {
      SENDER.setUseParentHandlers(false);
      SENDER.addHandler(new SenderLog());
    }
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      LOG.atWarn().setCause(record.getThrown()).log(format.formatMessage(record));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
