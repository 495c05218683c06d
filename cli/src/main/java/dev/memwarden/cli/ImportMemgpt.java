package dev.memwarden.cli;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.DraftKeyHash;
import dev.memwarden.server.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "memgpt",
    description =
        "Keys of MemGPT: its table tokens (sk-…), or secure_tokens of the draft (sks-…), as CSV with"
            + " the names of the columns in the first line.")
final class ImportMemgpt implements Callable<Integer> {
  private static final TextShape DRAFT = new TextShape(DraftKeyHash.PREFIX, 0);

  @Parameters(paramLabel = "FILE", description = "The file; - for the standard input.")
  private String file = "";

  @Mixin private final KeyImporter importer;

  ImportMemgpt(Surroundings surroundings) {
    this.importer = new KeyImporter(surroundings);
  }

  @Override
  public Integer call() {
    Csv csv = Csv.read(importer.read(file));
    if (!csv.has("user_id") || !csv.has("token")) {
      throw new InvalidConfigurationException(
          file + " does not begin with the names of columns, user_id and token among them");
    }
    List<KeyImporter.Found> found = new ArrayList<>();
    for (Csv.Row row : csv.rows()) {
      found.add(found(row));
    }
    return importer.run("memgpt", found);
  }

  private KeyImporter.Found found(Csv.Row row) {
    String where = "line " + row.line();
    try {
      String user = row.value("user_id");
      Principal owner = new Principal(Principal.Kind.USER, importer.tenant(), user);
      return KeyImporter.Found.of(
          where + " (" + user + ")",
          new ImportedKey(
              owner,
              Optional.of(row.value("name")).filter(name -> !name.isBlank()),
              Optional.empty(),
              evidence(row.value("id"), row.value("token")),
              Optional.empty(),
              Optional.empty()));
    } catch (IllegalArgumentException e) {
      return KeyImporter.Found.not(where, String.valueOf(e.getMessage()));
    }
  }

  private static Evidence evidence(String id, String token) {
    if (token.startsWith("sk-")) {
      return new Evidence.Text(Secret.of(token));
    }
    if (token.startsWith("$2")) {
      return new Evidence.Hashed(
          DraftKeyHash.of(id, BcryptHash.read(token)), Optional.empty(), DRAFT);
    }
    throw new IllegalArgumentException("is neither a key (sk-…) nor a bcrypt hash");
  }
}
