package dev.memwarden.server.secrets;

import dev.memwarden.auth.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import tools.jackson.databind.JsonNode;

/// Reads from a Vault's key-value engine, version 2: `GET /v1/{mount}/data/{path}`.
final class VaultSecrets {
  private final VaultAccess access;

  VaultSecrets(VaultAccess access) {
    this.access = access;
  }

  Secret fetch(SecretReference.Vault reference) {
    String vault = "Vault at " + access.address();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/v1/%s/data/%s"
                        .formatted(
                            access.address().toString().replaceFirst("/$", ""),
                            reference.mount(),
                            reference.path())))
            .header("X-Vault-Request", "true")
            .header("X-Vault-Token", access.token().revealText());
    access.namespace().ifPresent(name -> request.header("X-Vault-Namespace", name));
    SecretRequest.Answer answer = SecretRequest.send(request.build(), vault);
    return switch (answer.status()) {
      case 200 -> field(answer.body().path("data").path("data"), reference);
      case 403 ->
          throw new SecretUnavailableException(
              vault
                  + " does not let this token read "
                  + reference.path()
                  + " in "
                  + reference.mount());
      case 404 ->
          throw new SecretUnavailableException(
              vault
                  + " has nothing at "
                  + reference.path()
                  + " in "
                  + reference.mount()
                  + ", or no longer");
      default -> throw new SecretUnavailableException(vault + " answers " + answer.status());
    };
  }

  private static Secret field(JsonNode data, SecretReference.Vault reference) {
    JsonNode value = data.path(reference.field());
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new SecretUnavailableException(
          "the secret " + reference.path() + " has no text in a field " + reference.field());
    }
    return Secret.of(value.stringValue());
  }
}
