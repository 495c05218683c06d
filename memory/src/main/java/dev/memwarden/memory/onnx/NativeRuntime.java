package dev.memwarden.memory.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.memwarden.memory.EmbedderUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The native library that computes: where it is unpacked, and that it keeps to itself.
///
/// Left alone it unpacks into a new folder of the system's temporary files at each start, which
/// stays there when the process is killed.
final class NativeRuntime {
  /// Where the runtime looks for its libraries instead of unpacking them; a setting of the operator
  /// wins.
  private static final String FOLDER = "onnxruntime.native.path";

  private static final String RESOURCES = "/ai/onnxruntime/native/";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  private NativeRuntime() {}

  /// Unpacks the library into `cache`, unless it is there, and switches its telemetry off, before
  /// any model is read.
  ///
  /// @throws EmbedderUnavailableException if either cannot be done: rather no model than one that
  ///   reports to its makers
  static void prepare(Path cache) {
    try {
      if (System.getProperty(FOLDER) == null) {
        unpack(cache);
      }
      OrtEnvironment.getEnvironment().setTelemetry(false);
    } catch (IOException | OrtException e) {
      throw new EmbedderUnavailableException("the native runtime cannot be prepared", e);
    }
  }

  private static void unpack(Path cache) throws IOException {
    URL first = resource(LIBRARIES.getFirst());
    if (first == null || !(first.openConnection() instanceof JarURLConnection jar)) {
      return; // the runtime itself says best what it cannot load
    }
    // Another version has another checksum and gets a folder of its own.
    Path folder = cache.resolve("onnxruntime-" + Long.toHexString(jar.getJarEntry().getCrc()));
    Files.createDirectories(folder);
    for (String library : LIBRARIES) {
      unpack(library, folder);
    }
    System.setProperty(FOLDER, folder.toAbsolutePath().toString());
  }

  private static void unpack(String library, Path folder) throws IOException {
    Path file = folder.resolve(System.mapLibraryName(library));
    URL resource = resource(library);
    if (resource == null || Files.exists(file)) {
      return;
    }
    Path part = Files.createTempFile(folder, library, ".part");
    try (InputStream in = resource.openStream()) {
      long _ = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    // Whole or not at all, also after a power cut in the middle.
    Path _ = Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static @Nullable URL resource(String library) {
    return OrtEnvironment.class.getResource(
        RESOURCES + platform() + "/" + System.mapLibraryName(library));
  }

  private static String platform() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = name.contains("mac") ? "osx" : name.contains("win") ? "win" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
    return system + "-" + processor;
  }
}
