package dev.memwarden.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// W3C Trace Context §3.2.
class TraceParentTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void is_read() {
    assertThat(TraceParent.parse(GOOD)).contains(new TraceParent(TRACE, SPAN, true));
    assertThat(TraceParent.parse(GOOD.replace("-01", "-00")))
        .contains(new TraceParent(TRACE, SPAN, false));
    assertThat(TraceParent.parse(GOOD.replace("-01", "-ff")))
        .contains(new TraceParent(TRACE, SPAN, true));
    assertThat(TraceParent.parse("cc" + GOOD.substring(2) + "-what-comes-later"))
        .contains(new TraceParent(TRACE, SPAN, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN,
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "00-" + TRACE + "-" + SPAN + "-1",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
        " 00-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01\n"
      })
  void anything_else_is_none(String text) {
    assertThat(TraceParent.parse(text)).isEmpty();
  }

  @Test
  void is_not_longer_than_anybody_needs() {
    assertThat(TraceParent.parse("cc" + GOOD.substring(2) + "-" + "x".repeat(500))).isEmpty();
  }
}
