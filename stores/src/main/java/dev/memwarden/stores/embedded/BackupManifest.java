package dev.memwarden.stores.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memwarden.auth.key.MasterKeyRing;
import dev.memwarden.auth.key.Purpose;
import dev.memwarden.auth.key.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a backup says of itself: a line for each field, then a tag over all lines, made with a key
/// that is derived from the master key.
///
/// @param content what is in it
/// @param store name of the store that it is of
/// @param schema version of its tables
/// @param change number of the last change of authority in it
/// @param at when it was made
/// @param memories how many memories are in it
/// @param keys how many API keys are in it
/// @param size of its database, in bytes
/// @param sha256 of its database, as lower-case hexadecimal digits
public record BackupManifest(
    Content content,
    String store,
    int schema,
    long change,
    Instant at,
    long memories,
    long keys,
    long size,
    String sha256) {
  /// Its name in the backup.
  static final String NAME = "manifest";

  private static final String FORMAT = "memwarden-backup ";
  private static final int VERSION = 1;
  private static final String TAG = "tag: ";
  private static final int MAX_SIZE = 4_096;

  /// What a backup can be of.
  public enum Content {
    /// All that is stored.
    EVERYTHING,
    /// Who may do what, and none of the memories.
    AUTHORITY;

    /// As it is written.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The text form, with its tag.
  String print(MasterKeyRing ring) {
    StringBuilder text = new StringBuilder(FORMAT).append(VERSION).append('\n');
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("content", content.word());
    fields.put("store", store);
    fields.put("schema", schema);
    fields.put("change", change);
    fields.put("at", at);
    fields.put("memories", memories);
    fields.put("keys", keys);
    fields.put("size", size);
    fields.put("sha256", sha256);
    fields.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    String body = text.toString();
    return body + TAG + ring.tag(Purpose.BACKUP, body.getBytes(UTF_8)) + "\n";
  }

  /// Reads the manifest of a backup, and believes it only if it was made with a key of `ring`.
  ///
  /// @throws BackupException if there is none, a newer version made it, its master key is another
  ///   one, or it was changed
  static BackupManifest read(MasterKeyRing ring, Path backup) throws IOException {
    Path file = backup.resolve(NAME);
    String text = text(file);
    if (!text.startsWith(FORMAT)) {
      throw new BackupException(file + " is not the manifest of a backup");
    }
    if (!text.startsWith(FORMAT + VERSION + "\n")) {
      throw new BackupException(
          "a newer version of Memwarden made the backup " + backup + "; this one reads format 1");
    }
    int end = text.lastIndexOf(TAG);
    Tag tag = tag(text, end, file);
    if (!ring.keyIds().contains(tag.keyId())) {
      throw new BackupException(
          "the backup " + backup + " was made under another master key, " + tag.keyId());
    }
    String body = text.substring(0, end);
    if (!ring.verify(Purpose.BACKUP, tag, body.getBytes(UTF_8))) {
      throw new BackupException(file + " is not what was written, or of another master key");
    }
    return parse(body);
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new BackupException(file + " is not the manifest of a backup");
      }
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (NoSuchFileException _) {
      throw new BackupException("there is no backup in " + file.getParent());
    }
  }

  private static Tag tag(String text, int at, Path file) {
    try {
      return Tag.parse(at < 0 ? "" : text.substring(at + TAG.length()).strip());
    } catch (IllegalArgumentException _) {
      throw new BackupException(file + " is not what was written: it has no tag");
    }
  }

  // What it says was written by print(), or the tag would not hold.
  private static BackupManifest parse(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    body.lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .forEach(field -> fields.put(field[0], field[1]));
    return new BackupManifest(
        Content.valueOf(field(fields, "content").toUpperCase(Locale.ROOT)),
        field(fields, "store"),
        Integer.parseInt(field(fields, "schema")),
        Long.parseLong(field(fields, "change")),
        Instant.parse(field(fields, "at")),
        Long.parseLong(field(fields, "memories")),
        Long.parseLong(field(fields, "keys")),
        Long.parseLong(field(fields, "size")),
        field(fields, "sha256"));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("a manifest without " + name);
    }
    return value;
  }
}
