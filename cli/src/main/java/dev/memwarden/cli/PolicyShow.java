package dev.memwarden.cli;

import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show", description = "Show the policy text in force.")
final class PolicyShow implements Callable<Integer> {
  static final String POLICY = "/admin/v1/policy";

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  PolicyShow(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    return common.ask(
        common.request(Method.GET, POLICY),
        policy -> surroundings.out().print(policy.path("text").asString()));
  }
}
