package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "disable",
    description = "Let no key or token of anybody in a tenant work until enabled again.")
final class TenantDisable implements Callable<Integer> {
  @Mixin private final TenantChange change;

  TenantDisable(Surroundings surroundings) {
    this.change = new TenantChange(surroundings);
  }

  @Override
  public Integer call() {
    return change.ask("/disable");
  }
}
