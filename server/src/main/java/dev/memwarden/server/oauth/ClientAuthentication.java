package dev.memwarden.server.oauth;

import dev.memwarden.auth.Credential;
import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Client;
import dev.memwarden.server.http.Form;
import dev.memwarden.server.http.Presented;
import java.util.Optional;

/// How a client said who it is (RFC 6749 §2.3): in one way only.
sealed interface ClientAuthentication {

  /// With its secret: `client_secret_basic` or `client_secret_post`.
  record Confidential(Client client) implements ClientAuthentication {}

  /// Not at all, or by its id alone.
  record Public(Optional<String> id) implements ClientAuthentication {}

  /// With a credential as all other routes take it.
  record Bearer(Credential credential) implements ClientAuthentication {}

  /// In several ways at once.
  record Several() implements ClientAuthentication {}

  static ClientAuthentication of(Presented presented, Form form) {
    Optional<String> id = form.value("client_id");
    Optional<String> secret = form.value("client_secret");
    Optional<Client> basic = presented.client();
    if (basic.isPresent()) {
      boolean one = secret.isEmpty() && id.filter(name -> !name.equals(basic.get().id())).isEmpty();
      return one ? new Confidential(basic.get()) : new Several();
    }
    return switch (presented.credential()) {
      case Credential.None _ ->
          secret.isPresent()
              ? new Confidential(new Client(id.orElse(""), Secret.of(secret.get())))
              : new Public(id);
      case Credential.Conflicting _ -> new Several();
      case Credential.ApiKey _, Credential.Bearer _, Credential.Unreadable _ ->
          secret.isPresent() ? new Several() : new Bearer(presented.credential());
    };
  }
}
