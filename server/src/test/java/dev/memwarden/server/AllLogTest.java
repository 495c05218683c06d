package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether whoever looks for a secret in the log would find it.
class AllLogTest {
  private static final Logger LOG = LoggerFactory.getLogger(AllLogTest.class);

  @Test
  void all_that_a_line_carries_is_in_its_text() {
    try (AllLog log = new AllLog()) {
      LOG.atWarn()
          .addKeyValue("named", "canary-1")
          .addArgument("canary-2")
          .setCause(new IllegalStateException("canary-3", new RuntimeException("canary-4")))
          .log("said {}");
      LOG.warn("without an exception");

      assertThat(log.texts())
          .anySatisfy(
              text -> assertThat(text).contains("canary-1", "canary-2", "canary-3", "canary-4"))
          .anySatisfy(text -> assertThat(text).contains("without an exception"));
    }
  }
}
