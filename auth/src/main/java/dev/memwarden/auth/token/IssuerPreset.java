package dev.memwarden.auth.token;

import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How identity providers differ in what they put into access tokens.
public enum IssuerPreset {
  /// As RFC 9068 has it.
  GENERIC,
  AUTH0,
  /// Has no `aud` in access tokens: `client_id` stands for it.
  COGNITO,
  OKTA,
  /// Microsoft Entra ID. Its `sub` differs from app to app: `tid` and `oid` name a person.
  ENTRA,
  KEYCLOAK;

  // What is said of people only.
  private static final List<String> PERSONAL =
      List.of("auth_time", "amr", "sid", "uid", "email", "name", "username", "preferred_username");

  private static final List<String> CLIENT = List.of("client_id", "azp", "cid", "appid");

  /// The preset of this word, such as `auth0`.
  public static Optional<IssuerPreset> of(String word) {
    return Stream.of(values()).filter(preset -> preset.word().equals(word)).findFirst();
  }

  /// The one that the address of an issuer tells of; [#GENERIC] if it does not.
  public static IssuerPreset of(URI issuer) {
    String host = Optional.ofNullable(issuer.getHost()).orElse("").toLowerCase(Locale.ROOT);
    String path = Optional.ofNullable(issuer.getPath()).orElse("");
    if (host.endsWith(".auth0.com")) {
      return AUTH0;
    }
    if (host.startsWith("cognito-idp.")) {
      return COGNITO;
    }
    if (host.endsWith(".okta.com")
        || host.endsWith(".oktapreview.com")
        || host.endsWith(".okta-emea.com")) {
      return OKTA;
    }
    if (host.startsWith("login.microsoftonline.")
        || host.equals("login.partner.microsoftonline.cn")
        || host.equals("sts.windows.net")
        || host.endsWith(".ciamlogin.com")) {
      return ENTRA;
    }
    return path.matches("(/.*)?/realms/[^/]+/?") ? KEYCLOAK : GENERIC;
  }

  /// Its name in the configuration.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Claims that together name a person for good.
  public List<String> subjectClaims() {
    return this == ENTRA ? List.of("tid", "oid") : List.of("sub");
  }

  /// Claims with roles and groups.
  public List<String> roleClaims() {
    return switch (this) {
      case GENERIC, AUTH0 -> List.of("roles");
      case COGNITO -> List.of("cognito:groups");
      case OKTA -> List.of("groups");
      case ENTRA -> List.of("roles", "groups");
      case KEYCLOAK -> List.of("realm_access.roles", "groups");
    };
  }

  /// Claims with scopes. Entra lists the permissions of programs as roles.
  List<String> scopeClaims(boolean machine) {
    return this == ENTRA && machine
        ? List.of("scope", "scp", "permissions", "roles")
        : List.of("scope", "scp", "permissions");
  }

  /// Whether this is a token to call an API with, which its bearer may use: no ID token, no notice
  /// of a logout (RFC 8417), and not bound to a key that nobody proves to have here (RFC 7800). An
  /// ID token may be for the same audience, so it is told apart by what else is in it.
  boolean isAccess(Members claims) {
    if (Stream.of("at_hash", "c_hash", "events", "cnf").anyMatch(claims::has)) {
      return false;
    }
    return switch (this) {
      case GENERIC -> !claims.has("nonce");
      case AUTH0 -> !claims.has("nonce") && (claims.has("azp") || claims.has("client_id"));
      case COGNITO -> text(claims, "token_use").equals("access");
      case OKTA -> claims.has("cid");
      case ENTRA -> claims.has("scp") || isMachine(claims);
      case KEYCLOAK -> text(claims, "typ").equals("Bearer");
    };
  }

  /// Whether this was given to a program for itself, and not to a person: as far as the issuer
  /// alone decides it, and no person by the choice of a name.
  boolean isMachine(Members claims) {
    String subject = text(claims, "sub");
    return switch (this) {
      case GENERIC, OKTA, COGNITO ->
          !subject.isEmpty()
              && (subject.equals(text(claims, "client_id")) || subject.equals(text(claims, "cid")))
              && PERSONAL.stream().noneMatch(claims::has);
      case AUTH0 ->
          text(claims, "gty").equals("client-credentials")
              && subject.equals(text(claims, "azp") + "@clients");
      case ENTRA ->
          text(claims, "idtyp").equals("app")
              || !claims.has("scp") && !subject.isEmpty() && subject.equals(text(claims, "oid"));
      case KEYCLOAK ->
          claims.has("client_id")
              && text(claims, "client_id").equals(text(claims, "azp"))
              && text(claims, "preferred_username")
                  .equals("service-account-" + text(claims, "client_id").toLowerCase(Locale.ROOT));
    };
  }

  /// The program that a token was given to, if it says so.
  static Optional<String> client(Members claims) {
    return CLIENT.stream()
        .map(name -> text(claims, name))
        .filter(client -> !client.isEmpty())
        .findFirst();
  }

  private static String text(Members claims, String name) {
    return claims.member(name).orElse(null) instanceof Text(String text) ? text : "";
  }
}
