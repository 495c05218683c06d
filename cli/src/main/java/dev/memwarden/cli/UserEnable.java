package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "enable", description = "Let somebody's keys work again, apart from revoked ones.")
final class UserEnable implements Callable<Integer> {
  @Mixin private final UserChange change;

  UserEnable(Surroundings surroundings) {
    this.change = new UserChange(surroundings);
  }

  @Override
  public Integer call() {
    return change.ask("enable");
  }
}
