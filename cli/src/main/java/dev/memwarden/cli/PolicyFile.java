package dev.memwarden.cli;

import dev.memwarden.server.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a policy that somebody wrote.
final class PolicyFile {
  private PolicyFile() {}

  static String read(Surroundings surroundings, Path file) {
    Path path = surroundings.folder().resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new InvalidConfigurationException("cannot read " + path);
    }
  }
}
