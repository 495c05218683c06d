package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Show all keys, oldest first; never the keys themselves.")
final class KeyList implements Callable<Integer> {
  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  KeyList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(
        common.request(Method.GET, KeyAdd.KEYS),
        keys -> KeyText.list(keys, surroundings.clock().instant(), surroundings.out()));
  }
}
