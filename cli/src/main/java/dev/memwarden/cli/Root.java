package dev.memwarden.cli;

import dev.memwarden.auth.token.SharedSecretMint;
import dev.memwarden.server.SharedSecretConfiguration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line without a subcommand: it can do what `zep --generate-token` did.
@Command(name = "memwarden", description = "The auth of agent memory.")
final class Root implements Callable<Integer> {
  @Option(
      names = {"-g", "--generate-token"},
      description = "Print the token that ZEP_AUTH_SECRET signs, and nothing else.")
  private boolean generateToken;

  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  Root(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (!generateToken && spec != null) {
      throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
    SharedSecretConfiguration shared =
        SharedSecretConfiguration.required(new Common(surroundings).settings(Map.of()));
    surroundings.out().println(new SharedSecretMint(shared.secrets()).bare().revealText());
    return ExitCode.OK;
  }
}
