package dev.memwarden.cli;

import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import dev.memwarden.server.http.Parsed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "verify",
    description = "Look at every entry of the audit log: was any changed, added or taken away?")
final class AuditVerify implements Callable<Integer> {
  // Most lines of an export are entries.
  private static final String CHECKPOINT_FIELD = "\"" + AuditExport.CHECKPOINT + "\"";

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "An earlier export, or what this printed as JSON: what was in the log then must still be.")
  private @Nullable Path against;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  AuditVerify(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    AdminRequest request =
        common
            .request(Method.POST, AuditText.PATH + "/verify")
            .with(
                against == null
                    ? Json.object()
                    : Json.object().set(AuditExport.CHECKPOINT, checkpoint(against)));
    AdminReply reply = common.reply(request);
    if (!reply.isSuccess()) {
      return common.failed(reply);
    }
    boolean intact = reply.body().path("intact").asBoolean(false);
    if (!intact) {
      surroundings.err().println("memwarden: " + broken(reply.body()));
    }
    common.print(reply.body(), this::print);
    return intact ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(JsonNode result) {
    if (result.path("intact").asBoolean(false)) {
      surroundings
          .out()
          .println("The audit log is intact: " + result.path("entries").asLong() + " entries.");
    }
  }

  private static String broken(JsonNode result) {
    String where = result.path("writer").asString("");
    return "the audit log is not what was written: "
        + (where.isEmpty() ? "" : "entry " + result.path("seq").asLong() + " of " + where + ": ")
        + result.path("detail").asString("");
  }

  /// The last checkpoint of a file.
  ///
  /// @throws InvalidConfigurationException if there is none
  private JsonNode checkpoint(Path file) {
    Path path = surroundings.folder().resolve(file);
    Optional<JsonNode> last = Optional.empty();
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      String line = reader.readLine();
      while (line != null) {
        if (line.contains(CHECKPOINT_FIELD)) {
          Optional<JsonNode> found = checkpointOf(line);
          last = found.isPresent() ? found : last;
        }
        line = reader.readLine();
      }
    } catch (IOException _) {
      throw new InvalidConfigurationException("cannot read " + path);
    }
    return last.orElseThrow(
        () -> new InvalidConfigurationException("there is no checkpoint in " + path));
  }

  private static Optional<JsonNode> checkpointOf(String line) {
    return Json.parse(line) instanceof Parsed.Value(JsonNode node)
        ? Optional.of(node.path(AuditExport.CHECKPOINT)).filter(JsonNode::isObject)
        : Optional.empty();
  }
}
