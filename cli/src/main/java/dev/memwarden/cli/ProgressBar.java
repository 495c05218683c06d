package dev.memwarden.cli;

import java.io.PrintStream;

/// How far something has come, on one line of a terminal, or on a line for every tenth elsewhere.
final class ProgressBar {
  private static final int WIDTH = 40;
  private static final int PERCENT = 100;
  private static final int LINE_EVERY = 10;

  private final String what;
  private final PrintStream err;
  private final boolean terminal;
  private long indexed;
  private int shown = -1;

  /// @param what is under way, such as `Copying`
  ProgressBar(String what, PrintStream err, boolean terminal) {
    this.what = what;
    this.err = err;
    this.terminal = terminal;
  }

  synchronized void at(long done, long all) {
    indexed = done;
    int percent = all == 0 ? PERCENT : (int) (done * PERCENT / all);
    int step = terminal ? percent : percent - percent % LINE_EVERY;
    if (step == shown) {
      return;
    }
    shown = step;
    String counts = " %3d %%  %d of %d".formatted(percent, done, all);
    if (terminal) {
      int filled = percent * WIDTH / PERCENT;
      err.print(
          "\r" + what + " [" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "]" + counts);
      err.flush();
    } else {
      err.println(what + counts);
    }
  }

  /// Leaves the line, if one was begun.
  synchronized void end() {
    if (terminal && shown >= 0) {
      err.println();
      shown = -1;
    }
  }

  /// How much was done when it was last heard of.
  synchronized long done() {
    return indexed;
  }
}
