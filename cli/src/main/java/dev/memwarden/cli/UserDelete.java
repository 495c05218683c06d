package dev.memwarden.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "delete",
    description = "Revoke somebody's keys and remove all of their memory, for good.")
final class UserDelete implements Callable<Integer> {
  @Option(names = "--force", description = "Do not ask.")
  private boolean force;

  @Mixin private final UserChange change;

  private final Surroundings surroundings;

  UserDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.change = new UserChange(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    if (!force) {
      surroundings
          .err()
          .print("This removes all memory of " + change.id() + " for good. Type the id to go on: ");
      surroundings.err().flush();
      if (!change.id().equals(surroundings.in().readLine())) {
        surroundings.err().println("memwarden: nothing was deleted; --force does not ask");
        return ExitCode.SOFTWARE;
      }
    }
    return change.ask("delete");
  }
}
