package dev.memwarden.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The header fields of a request as the engine holds them, read without a list where there is
/// nothing.
record EngineHeaders(MultiMap fields) implements Headers {

  // What every request is asked for: of these, the engine does not work out the hash each time.
  private static final Map<String, CharSequence> USUAL =
      Stream.of("Host", "X-Request-ID", "Authorization", "X-API-Key")
          .collect(Collectors.toUnmodifiableMap(name -> name, HttpHeaders::createOptimized));

  @Override
  public List<String> all(String name) {
    CharSequence quick = USUAL.getOrDefault(name, name);
    return fields.contains(quick) ? fields.getAll(quick) : List.of();
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
