package dev.memwarden.stores;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// One backend with data of its own, for the contract of one port.
public abstract class Contract {
  private Stores stores;

  /// Opens the same data each time it is called during one test.
  protected abstract Stores open();

  @BeforeEach
  void start() {
    stores = open();
  }

  @AfterEach
  void stop() {
    stores.close();
  }

  protected final Stores stores() {
    return stores;
  }

  protected final void reopen() {
    stores.close();
    stores = open();
  }
}
