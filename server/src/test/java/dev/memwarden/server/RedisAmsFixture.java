package dev.memwarden.server;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A fresh server for each test of the Redis Agent Memory Server's wire.
abstract class RedisAmsFixture {
  @TempDir Path folder;

  RedisAmsStand stand;

  @BeforeEach
  void open() {
    stand = new RedisAmsStand(folder);
  }

  @AfterEach
  void close() {
    stand.close();
  }
}
