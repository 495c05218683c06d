package dev.memwarden.server;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.server.admin.AdminDialect;
import dev.memwarden.server.admin.AdminReply;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The admin key of a first start: without it, a server that knows no credential could be used by
/// nobody.
final class FirstKey {
  /// Its file in the data folder, where nobody watches.
  static final String FILE = "first-admin-key";

  /// Long enough to make real keys.
  static final Duration LIFETIME = Duration.ofHours(24);

  private FirstKey() {}

  /// Makes the key if no credential is stored or configured.
  static Optional<Secret> mint(Instance instance, AuthMode auth, InstantSource clock) {
    boolean needed =
        auth == AuthMode.ON
            && instance.configured().size() == 0
            && !instance.takesTokens()
            && instance.stores().keys().isEmpty();
    if (!needed) {
      return Optional.empty();
    }
    AdminReply reply =
        instance
            .admin()
            .ask(
                AdminRequest.of(Principal.DEFAULT_TENANT, Method.POST, "/admin/v1/keys")
                    .with(
                        Json.object()
                            .put("admin", "admin")
                            .put("name", AdminDialect.FIRST_KEY)
                            .put("expires_at", clock.instant().plus(LIFETIME).toString())));
    if (!reply.isSuccess()) {
      throw new IllegalStateException("no first key: " + reply.detail());
    }
    return Optional.of(Secret.of(reply.body().path("key").stringValue()));
  }

  /// Writes the key where its owner alone can read it.
  static Path write(Path data, Secret key) {
    Path file = data.resolve(FILE);
    MasterKeys.writeForOwner(file, Secret.of(key.revealText() + "\n"));
    return file;
  }
}
