package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "End a key for good. A running server refuses it from this moment on.")
final class KeyRevoke implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The public id of the key.")
  private String id = "";

  @Option(names = "--reason", description = "Why; shown with the key from now on.")
  private String reason = "";

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  KeyRevoke(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    AdminRequest request =
        common
            .request(Method.POST, KeyAdd.KEYS + "/" + AdminRequest.segment(id) + "/revoke")
            .with(Json.object().put("reason", reason));
    return common.ask(
        request, key -> KeyText.show(key, surroundings.clock().instant(), surroundings.out()));
  }
}
