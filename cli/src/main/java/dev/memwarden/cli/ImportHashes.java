package dev.memwarden.cli;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.KeyHash;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.slow.BcryptHash;
import dev.memwarden.auth.slow.Pbkdf2Hash;
import dev.memwarden.auth.slow.SlowHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "hashes",
    description =
        "Keys of which only hashes are known, a line each: USER:HASH with SHA-256 in hexadecimal,"
            + " bcrypt, or PBKDF2 as Django and passlib write it.")
final class ImportHashes implements Callable<Integer> {
  private static final String HEX = "(?:sha256\\$\\$)?[0-9A-Fa-f]{64}";

  @Parameters(paramLabel = "FILE", description = "The file; - for the standard input.")
  private String file = "";

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description =
          "How the keys begin, such as sk-; other texts are not tried against slow hashes.")
  private @Nullable String prefix;

  @Option(names = "--length", paramLabel = "N", description = "How many bytes they have.")
  private @Nullable Integer length;

  @Mixin private final KeyImporter importer;

  @Spec private @Nullable CommandSpec spec;

  ImportHashes(Surroundings surroundings) {
    this.importer = new KeyImporter(surroundings);
  }

  @Override
  public Integer call() {
    Optional<TextShape> shape = shape();
    List<KeyImporter.Found> found = new ArrayList<>();
    int number = 0;
    for (String line : importer.read(file).lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        found.add(found("line " + number, line.strip(), shape));
      }
    }
    return importer.run("hashes", found);
  }

  private Optional<TextShape> shape() {
    if (prefix == null && length == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TextShape(prefix == null ? "" : prefix, length == null ? 0 : length));
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  // Hashes have no colon, users may.
  private KeyImporter.Found found(String where, String line, Optional<TextShape> shape) {
    int colon = line.lastIndexOf(':');
    String user = line.substring(0, Math.max(0, colon));
    try {
      Principal owner = new Principal(Principal.Kind.USER, importer.tenant(), user);
      return KeyImporter.Found.of(
          where + " (" + user + ")",
          new ImportedKey(
              owner,
              Optional.of("imported"),
              Optional.empty(),
              evidence(line.substring(colon + 1), shape),
              Optional.empty(),
              Optional.empty()));
    } catch (IllegalArgumentException e) {
      return KeyImporter.Found.not(where, String.valueOf(e.getMessage()));
    }
  }

  private static Evidence evidence(String hash, Optional<TextShape> shape) {
    if (hash.matches(HEX)) {
      String hex = hash.substring(hash.length() - 64).toLowerCase(Locale.ROOT);
      return new Evidence.Digest(KeyHash.parse("sha256$$" + hex));
    }
    SlowHash slow = hash.startsWith("$2") ? BcryptHash.read(hash) : Pbkdf2Hash.read(hash);
    return new Evidence.Hashed(
        slow,
        Optional.empty(),
        shape.orElseThrow(() ->
            new IllegalArgumentException(
                "is a slow hash: say with --prefix or --length which texts may be tried")));
  }
}
