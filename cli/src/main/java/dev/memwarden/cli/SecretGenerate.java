package dev.memwarden.cli;

import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.SharedSecretMint;
import dev.memwarden.auth.token.SharedSecrets;
import dev.memwarden.server.http.Json;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "generate",
    description = "Make a secret for ZEP_AUTH_SECRET and a token that it signs. Keeps neither.")
final class SecretGenerate implements Callable<Integer> {
  // As zepcli does, and as the documentation of Zep advises.
  private static final int BYTES = 64;

  @Option(
      names = {"-i", "--interactive"},
      description = "Show one after the other, and wait for Enter after each.")
  private boolean interactive;

  @Mixin private final Common common;

  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  SecretGenerate(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    if (interactive && common.isJson() && spec != null) {
      throw new ParameterException(spec.commandLine(), "-i shows text; leave out -o json");
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().encodeToString(random);
    SharedSecrets secrets = SharedSecrets.of(Secret.of(secret), List.of());
    String token = new SharedSecretMint(secrets).bare().revealText();
    if (interactive) {
      show("Secret: " + secret);
      show("JWT token: " + token);
      return ExitCode.OK;
    }
    common.print(
        Json.object().put("secret", secret).put("token", token),
        _ -> {
          surroundings.out().println("Secret: " + secret);
          surroundings.out().println("JWT token: " + token);
        });
    return ExitCode.OK;
  }

  private void show(String line) throws IOException {
    surroundings.out().println(line);
    surroundings.out().flush();
    surroundings.err().print("Press Enter to go on. ");
    surroundings.err().flush();
    surroundings.in().readLine();
  }
}
