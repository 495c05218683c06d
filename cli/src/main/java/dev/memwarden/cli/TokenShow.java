package dev.memwarden.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show one of them; never the token itself.")
final class TokenShow implements Callable<Integer> {
  @Parameters(paramLabel = "TOKEN", description = "How its id begins, or else its hash.")
  private String name = "";

  @Mixin private final TokenFormat format;

  private final Surroundings surroundings;

  TokenShow(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.format = new TokenFormat(surroundings);
  }

  @Override
  public Integer call() {
    return new Tokens(format, surroundings)
        .one(
            name,
            token -> {
              if (format.isJson()) {
                format.print(TokenFormat.json(token, TokenText.state(token, format.now())));
              } else {
                TokenText.show(token, format.now(), surroundings.out());
              }
              return ExitCode.OK;
            });
  }
}
