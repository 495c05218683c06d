package dev.memwarden.stores.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;
import org.sqlite.util.LibraryLoaderUtil;

class NativeLibraryTest {
  @TempDir Path cache;

  @Test
  void it_is_the_one_of_the_driver() throws IOException {
    Path library = NativeLibrary.unpack(cache).orElseThrow();

    assertThat(library).hasBinaryContent(packed());
    assertThat(library.getParent()).isEqualTo(cache);
  }

  @Test
  void what_lay_in_its_place_is_never_loaded() throws IOException {
    Files.writeString(cache.resolve(LibraryLoaderUtil.getNativeLibName()), "a stranger's");
    Files.writeString(cache.resolve("left behind"), "by a killed process");

    Path library = NativeLibrary.unpack(cache).orElseThrow();

    assertThat(library).hasBinaryContent(packed());
    assertThat(cache).isDirectoryContaining(library::equals);
    assertThat(cache.toFile().list()).hasSize(1);
  }

  private static byte[] packed() throws IOException {
    String path = LibraryLoaderUtil.getNativeLibResourcePath() + "/";
    try (InputStream in =
        SQLiteDataSource.class.getResourceAsStream(path + LibraryLoaderUtil.getNativeLibName())) {
      return in.readAllBytes();
    }
  }
}
