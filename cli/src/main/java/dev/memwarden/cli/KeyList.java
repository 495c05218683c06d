package dev.memwarden.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Show all keys, in the order in which they came; never the keys themselves.")
final class KeyList implements Callable<Integer> {
  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  KeyList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    Instant now = surroundings.clock().instant();
    return new Listing(common, KeyAdd.KEYS, "keys")
        .print(KeyText.table(), key -> KeyText.cells(key, now));
  }
}
