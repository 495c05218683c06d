package dev.memwarden.cli;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.admin.Admin;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.admin.RemoteAdmin;
import dev.memwarden.server.admin.RemoteServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What commands take that administer a server: the one of a data folder here, or one elsewhere.
///
/// Where a key goes is said by the command line or the environment alone: a file of settings in
/// some folder could be anybody's.
final class Anywhere extends Common {
  static final String URL = "MEMWARDEN_URL";
  static final String KEY = "MEMWARDEN_KEY";
  static final String KEY_FILE = "MEMWARDEN_KEY_FILE";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Ask the server there, such as https://memory.example.com, in place of the one of the data"
              + " folder (default: "
              + URL
              + ").")
  private @Nullable String url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "File with the admin's key for it (default: "
              + KEY
              + ", or the file that "
              + KEY_FILE
              + " names).")
  private @Nullable Path keyFile;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key itself. Others on this machine see it in the list of processes: better a file.")
  private @Nullable String key;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) of the only authorities that may vouch for the server (default: those"
              + " that Java trusts).")
  private @Nullable Path authorities;

  @Option(
      names = "--allow-http",
      description = "Send the key in the clear, elsewhere than to this machine.")
  private boolean allowHttp;

  Anywhere(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  AdminReply reply(AdminRequest request) {
    Optional<RemoteAdmin> server = server();
    if (server.isEmpty()) {
      return here(request);
    }
    try (RemoteAdmin there = server.get()) {
      return there.ask(request);
    }
  }

  @Override
  <T> T during(Function<Admin, T> work) {
    Optional<RemoteAdmin> server = server();
    if (server.isEmpty()) {
      return duringHere(work);
    }
    try (RemoteAdmin there = server.get()) {
      return work.apply(there);
    }
  }

  /// The server elsewhere, if one was named.
  ///
  /// @throws InvalidConfigurationException if what was said of it makes no sense
  Optional<RemoteAdmin> server() {
    // Whoever names a folder means that, whatever the environment says.
    Optional<String> named =
        Optional.ofNullable(url).or(() -> namesData() ? Optional.empty() : variable(URL));
    if (named.isEmpty()) {
      if (key != null || keyFile != null || authorities != null || allowHttp) {
        throw wrong("--key, --key-file, --ca and --allow-http are for --url, which is not there");
      }
      return Optional.empty();
    }
    if (namesData()) {
      throw wrong("--data and --url name two servers; keep one");
    }
    if (namesTenant()) {
      throw wrong("the key says which tenant it is about; leave --tenant out");
    }
    try {
      return Optional.of(
          RemoteAdmin.of(
              RemoteServer.parse(named.get(), allowHttp),
              key(),
              Optional.ofNullable(authorities).map(file -> read(file, "--ca"))));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Secret key() {
    if (key != null && keyFile != null) {
      throw wrong("--key and --key-file are two keys; keep one");
    }
    Optional<Path> file =
        Optional.ofNullable(keyFile)
            .or(() ->
                variable(KEY).isPresent() ? Optional.empty() : variable(KEY_FILE).map(Path::of));
    return Optional.ofNullable(key)
        .or(() -> keyFile == null ? variable(KEY) : Optional.empty())
        .or(() -> file.map(path -> read(path, "the key").strip()))
        .map(Secret::of)
        .orElseThrow(
            () -> wrong("the server asks for a key: name one with --key-file, or set " + KEY));
  }

  private String read(Path file, String what) {
    Path path = surroundings().folder().resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw wrong(what + ": cannot read " + path);
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(surroundings().environment().get(name))
        .filter(value -> !value.isEmpty());
  }

  private static InvalidConfigurationException wrong(String what) {
    return new InvalidConfigurationException(what);
  }
}
