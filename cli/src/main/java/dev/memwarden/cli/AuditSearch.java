package dev.memwarden.cli;

import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Method;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "search",
    description = "Find entries of the audit log; of all that is given, all must fit.")
final class AuditSearch implements Callable<Integer> {
  @Option(names = "--user", paramLabel = "ID", description = "Whose memory it was about.")
  private @Nullable String user;

  @Option(
      names = "--principal",
      paramLabel = "KIND:ID",
      description = "Who did it, such as user:alice.")
  private @Nullable String principal;

  @Option(names = "--credential", paramLabel = "ID", description = "Through which key or token.")
  private @Nullable String credential;

  @Option(
      names = "--action",
      paramLabel = "WORD",
      description = "What was done: memory:read, …, or what happened: key_revoked, …")
  private @Nullable String action;

  @Option(
      names = "--kind",
      paramLabel = "WORD",
      description = "access, refusal, check, change, job, withheld or lost.")
  private @Nullable String kind;

  @Option(names = "--outcome", paramLabel = "WORD", description = "allowed, denied or failed.")
  private @Nullable String outcome;

  @Option(names = "--reason", paramLabel = "WORD", description = "Why, such as WRONG_SECRET.")
  private @Nullable String reason;

  @Option(names = "--request", paramLabel = "ID", description = "In which request.")
  private @Nullable String request;

  @Option(names = "--address", paramLabel = "IP", description = "From where.")
  private @Nullable String address;

  @Mixin private final AuditTimes times = new AuditTimes();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many of the newest, up to 10000 (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  AuditSearch(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    AdminRequest query =
        times.in(
            common
                .request(Method.GET, AuditText.PATH)
                .with("order", "newest")
                .with("limit", Integer.toString(limit)),
            surroundings.clock().instant());
    query = with(query, "user", user);
    query = with(query, "principal", principal);
    query = with(query, "credential", credential);
    query = with(query, "action", action);
    query = with(query, "kind", kind);
    query = with(query, "outcome", outcome);
    query = with(query, "reason", reason);
    query = with(query, "request", request);
    query = with(query, "address", address);
    AdminReply found = common.reply(query);
    if (!found.isSuccess()) {
      return common.failed(found);
    }
    common.print(
        AuditText.oldestFirst(found.body()),
        entries -> AuditText.table(entries).print(surroundings.out()));
    return ExitCode.OK;
  }

  private static AdminRequest with(AdminRequest query, String name, @Nullable String value) {
    return value == null ? query : query.with(name, value);
  }
}
