package dev.memwarden.server.tls;

import static dev.memwarden.server.tls.UnusableCertificateException.Part.CHAIN;
import static dev.memwarden.server.tls.UnusableCertificateException.Part.KEY;

import dev.memwarden.auth.Sha256;
import dev.memwarden.server.tls.UnusableCertificateException.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;

/// Where certificate and private key are kept, both in PEM; they may be the same file.
///
/// @param chain the server's certificate, then those that lead to one that clients know
public record CertificateFiles(Path chain, Path key) {
  /// Far above any sensible file.
  private static final long MOST_BYTES = 1 << 20;

  /// Reads and checks them, for whoever only wants to know.
  ///
  /// @throws UnusableCertificateException if clients could not accept what is in them at `now`
  public void check(Instant now) {
    ServerCertificate _ = read().parse(now);
  }

  /// The file of that part.
  Path of(Part part) {
    return switch (part) {
      case CHAIN -> chain;
      case KEY -> key;
    };
  }

  /// What is in them.
  ///
  /// @throws UnusableCertificateException if they cannot be read
  Contents read() {
    return new Contents(bytes(chain, CHAIN), bytes(key, KEY));
  }

  private static byte[] bytes(Path file, Part part) {
    try {
      if (Files.size(file) <= MOST_BYTES) {
        return Files.readAllBytes(file);
      }
      throw new UnusableCertificateException(part, "is larger than 1 MiB");
    } catch (NoSuchFileException _) {
      throw new UnusableCertificateException(part, "names a file that is not there: " + file);
    } catch (IOException _) {
      throw new UnusableCertificateException(part, "names a file that cannot be read: " + file);
    }
  }

  /// The bytes of both at one moment.
  static final class Contents {
    private final byte[] chain;
    private final byte[] key;

    private Contents(byte[] chain, byte[] key) {
      this.chain = chain;
      this.key = key;
    }

    ServerCertificate parse(Instant now) {
      return ServerCertificate.parse(chain, key, now);
    }

    /// Tells them from any other, without being them.
    byte[] digest() {
      MessageDigest sha256 = Sha256.begin();
      sha256.update(chain);
      // Ends no PEM and begins none, so that nothing can move from one file to the other.
      sha256.update((byte) 0);
      return sha256.digest(key);
    }
  }
}
