package dev.memwarden.cli;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.server.ApiKeyMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "api-keys",
    description = "Keys of users from a JSON object such as {\"key\": \"user\"}, as in API_KEYS.")
final class ImportApiKeys implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file; - for the standard input.")
  private String file = "";

  @Mixin private final KeyImporter importer;

  ImportApiKeys(Surroundings surroundings) {
    this.importer = new KeyImporter(surroundings);
  }

  @Override
  public Integer call() {
    List<KeyImporter.Found> found = new ArrayList<>();
    for (Map.Entry<String, String> entry : ApiKeyMap.parse(file, importer.read(file)).entrySet()) {
      String user = entry.getValue();
      found.add(
          KeyImporter.Found.of(
              "entry " + (found.size() + 1) + " (" + user + ")",
              new ImportedKey(
                  new Principal(Principal.Kind.USER, importer.tenant(), user),
                  Optional.of("imported"),
                  Optional.empty(),
                  new ImportedKey.Evidence.Text(Secret.of(entry.getKey())),
                  Optional.empty(),
                  Optional.empty())));
    }
    return importer.run("api-keys", found);
  }
}
