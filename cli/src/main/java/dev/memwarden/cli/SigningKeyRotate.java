package dev.memwarden.cli;

import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rotate",
    description = "Make a new key that takes over in ten minutes, so that no request fails.")
final class SigningKeyRotate implements Callable<Integer> {
  @Option(
      names = "--at-once",
      description =
          "Take over now and forget all others: every working token has to be refreshed. For a key"
              + " that somebody else has seen.")
  private boolean atOnce;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  SigningKeyRotate(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    ObjectNode body = Json.object();
    if (atOnce) {
      body.put("at_once", true);
    }
    return common.ask(
        common.request(Method.POST, SigningKeyList.KEYS + "/rotate").with(body),
        key ->
            surroundings
                .out()
                .println(
                    "Key "
                        + key.path("id").asString()
                        + " signs from "
                        + key.path("signs_from").asString()));
  }
}
