package dev.memwarden.stores.embedded;

import dev.memwarden.auth.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The data folder, held by this process alone until it is closed. Folders and files that are made
/// in it are readable by their owner only, where the file system knows owners.
public final class Folder implements AutoCloseable {
  static final String LOCK = "lock";
  static final String DATABASE = "memwarden.db";
  static final String CACHE = "cache";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path path;
  private final FileChannel channel;
  private final boolean hasStore;

  private Folder(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    Path database = path.resolve(DATABASE);
    this.hasStore = Files.exists(database) && Files.size(database) > 0;
  }

  /// Makes the folder if needed and locks it.
  ///
  /// @throws FolderInUseException if another process (or this one) holds it
  /// @throws StoreUnavailableException if it cannot be made or written
  public static Folder open(Path path) {
    try {
      Files.createDirectories(path, ownerOnly("rwx------"));
      Path lock = path.resolve(LOCK);
      createFile(lock);
      FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
      boolean held = false;
      try {
        held = hold(channel);
        if (!held) {
          throw new FolderInUseException(path, holder(lock));
        }
        tellHolder(channel);
        return new Folder(path, channel);
      } finally {
        if (!held) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot use data folder " + path, e);
    }
  }

  private static boolean hold(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // this very process holds it
    }
  }

  // For people only: what counts is the lock.
  private static void tellHolder(FileChannel channel) throws IOException {
    String text = "pid " + ProcessHandle.current().pid();
    var _ = channel.truncate(0);
    var _ = channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String holder(Path lock) {
    try {
      String text = Files.readString(lock);
      return text.matches("pid [0-9]{1,19}") ? text : "";
    } catch (IOException _) {
      return ""; // where a lock keeps others from reading too
    }
  }

  /// Where it is.
  public Path path() {
    return path;
  }

  /// Whether there was a store in it when it was opened; a new master key must then not be made.
  public boolean hasStore() {
    return hasStore;
  }

  /// The database file, made empty with narrow permissions if it is not there: SQLite gives its
  /// other files the same ones.
  Path database() throws IOException {
    Path file = path.resolve(DATABASE);
    createFile(file);
    return file;
  }

  /// The folder of the search index.
  Path index() throws IOException {
    Path index = path.resolve("index");
    Files.createDirectories(index, ownerOnly("rwx------"));
    return index;
  }

  /// The folder for SQLite's native library.
  Path nativeLibraries() throws IOException {
    Path cache = path.resolve(CACHE).resolve("sqlite");
    Files.createDirectories(cache, ownerOnly("rwx------"));
    return cache;
  }

  /// Makes an empty file for its owner only, unless it is there.
  static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, ownerOnly("rw-------"));
    } catch (FileAlreadyExistsException _) {
      // keeps the permissions that its owner gave it
    }
  }

  /// What makes a new file or folder its owner's alone.
  static FileAttribute<?>[] ownerOnly(String permissions) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  /// Lets another process have the folder.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot release data folder " + path, e);
    }
  }
}
