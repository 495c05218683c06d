package dev.memwarden.server.http;

import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.List;

/// The header fields of a request as the engine holds them, read without a list where there is
/// nothing.
record EngineHeaders(MultiMap fields) implements Headers {

  @Override
  public List<String> all(String name) {
    return fields.contains(name) ? fields.getAll(name) : List.of();
  }

  @Override
  public Collection<String> names() {
    return fields.names();
  }

  @Override
  public boolean has(String name) {
    return fields.contains(name);
  }
}
