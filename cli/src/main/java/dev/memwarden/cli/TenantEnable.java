package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "enable",
    description = "Let keys in a tenant work again; its tokens have to be fetched anew.")
final class TenantEnable implements Callable<Integer> {
  @Mixin private final TenantChange change;

  TenantEnable(Surroundings surroundings) {
    this.change = new TenantChange(surroundings);
  }

  @Override
  public Integer call() {
    return change.ask("/enable");
  }
}
