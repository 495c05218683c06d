package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "disable", description = "Let none of somebody's keys work until enabled again.")
final class UserDisable implements Callable<Integer> {
  @Mixin private final UserChange change;

  UserDisable(Surroundings surroundings) {
    this.change = new UserChange(surroundings);
  }

  @Override
  public Integer call() {
    return change.ask("disable");
  }
}
