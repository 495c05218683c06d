package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "add", description = "Make a tenant.")
final class TenantAdd implements Callable<Integer> {
  @Mixin private final TenantChange change;

  TenantAdd(Surroundings surroundings) {
    this.change = new TenantChange(surroundings);
  }

  @Override
  public Integer call() {
    return change.ask("");
  }
}
