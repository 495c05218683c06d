package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show one key; never the key itself.")
final class KeyShow implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The public id of the key.")
  private String id = "";

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  KeyShow(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(
        common.request(Method.GET, KeyAdd.KEYS + "/" + AdminRequest.segment(id)),
        key -> KeyText.show(key, surroundings.clock().instant(), surroundings.out()));
  }
}
