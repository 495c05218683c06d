package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.token.IssuerPreset;
import dev.memwarden.auth.token.IssuerRules;
import dev.memwarden.auth.token.SignatureAlgorithm;
import dev.memwarden.server.issuer.KnownIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerConfigurationTest {
  private static final String URL = "https://login.example.com/";

  @TempDir Path folder;

  private List<KnownIssuer> read(Map<String, String> environment) {
    Settings settings = Settings.read(new SettingSources(Map.of(), environment, folder));
    return Configuration.of(settings, folder).store().issuers();
  }

  @Test
  void there_is_none_by_default() {
    assertThat(read(Map.of())).isEmpty();
    assertThat(read(Map.of("OAUTH2_ISSUER_URL", "", "OAUTH2_AUDIENCE", ""))).isEmpty();
  }

  @Test
  void the_settings_of_the_original_name_one() {
    assertThat(read(Map.of("AUTH_MODE", "oauth2", "OAUTH2_ISSUER_URL", URL)))
        .containsExactly(
            new KnownIssuer(IssuerRules.of(URL, IssuerPreset.GENERIC, Set.of()), Optional.empty()));
    assertThat(
            read(Map.of(
                    "OAUTH2_ISSUER_URL", "https://login.microsoftonline.com/t/v2.0",
                    "OAUTH2_AUDIENCE", "api://a, b",
                    "OAUTH2_JWKS_URL", "https://keys.example.com/all?v=1",
                    "OAUTH2_ALGORITHMS", "[ \"RS256\", \"ES256\" ]"))
                .getFirst())
        .satisfies(issuer -> {
          assertThat(issuer.keys()).contains(URI.create("https://keys.example.com/all?v=1"));
          assertThat(issuer.rules().audiences()).containsExactly("api://a, b");
          assertThat(issuer.rules().preset()).isEqualTo(IssuerPreset.ENTRA);
          assertThat(issuer.rules().subject().claims()).containsExactly("sub");
          assertThat(issuer.rules().algorithms())
              .containsExactlyInAnyOrder(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256);
        });
  }

  @Test
  void a_list_names_several_with_all_that_can_be_said() throws IOException {
    Files.writeString(
        folder.resolve("memwarden.yaml"),
        """
        issuers:
          - issuer: https://sso.example.com/realms/staff
            audience: [memwarden, "https://memory.example.com"]
            prefix: "staff:"
            scopes:
              notes.read: memory:read
              notes.all: ["memory:*", chat]
            scope-prefix: "memwarden/"
            require-scopes: true
            admin-roles: memory-admin
            tenants: [acme, umbrella]
            tenant-claim: org
          - issuer: https://id.example.com/
            preset: auth0
            jwks-url: https://id.example.com/keys
            algorithms: [ES256]
            subject: [org, sub]
            prefix: "customers:"
            role-claims: ["https://example.com/roles"]
            leeway: 5s
            tenants: acme
        """);

    List<KnownIssuer> issuers = read(Map.of());

    assertThat(issuers.get(0))
        .isEqualTo(
            new KnownIssuer(
                new IssuerRules(
                    "https://sso.example.com/realms/staff",
                    IssuerPreset.KEYCLOAK,
                    Set.of(SignatureAlgorithm.RS256),
                    Set.of("memwarden", "https://memory.example.com"),
                    new IssuerRules.Subject(List.of("sub"), "staff:"),
                    new IssuerRules.Tenants(Set.of("acme", "umbrella"), Optional.of("org")),
                    new IssuerRules.Scopes(
                        "memwarden/",
                        Map.of(
                            "notes.read",
                            Set.of(Action.MEMORY_READ),
                            "notes.all",
                            Action.MEMORY_AND_CHAT),
                        true),
                    new IssuerRules.Roles(
                        List.of("realm_access.roles", "groups"), Set.of("memory-admin")),
                    Duration.ofSeconds(30)),
                Optional.empty()));
    assertThat(issuers.get(1))
        .isEqualTo(
            new KnownIssuer(
                new IssuerRules(
                    "https://id.example.com/",
                    IssuerPreset.AUTH0,
                    Set.of(SignatureAlgorithm.ES256),
                    Set.of(),
                    new IssuerRules.Subject(List.of("org", "sub"), "customers:"),
                    new IssuerRules.Tenants(Set.of("acme"), Optional.empty()),
                    new IssuerRules.Scopes("", Map.of(), false),
                    new IssuerRules.Roles(List.of("https://example.com/roles"), Set.of()),
                    Duration.ofSeconds(5)),
                Optional.of(URI.create("https://id.example.com/keys"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AUTH_MODE=oauth2                                          | OAuth2 issuer URL not configured: AUTH_MODE=oauth2 needs OAUTH2_ISSUER_URL, or issuers in memwarden.yaml
          OAUTH2_AUDIENCE=a                                         | oauth2.audience (environment: OAUTH2_AUDIENCE) is of no use without oauth2.issuer-url
          OAUTH2_JWKS_URL=https://a.test/                           | oauth2.jwks-url (environment: OAUTH2_JWKS_URL) is of no use without oauth2.issuer-url
          OAUTH2_ALGORITHMS=["RS256"]                               | oauth2.algorithms (environment: OAUTH2_ALGORITHMS) is of no use without oauth2.issuer-url
          OAUTH2_ISSUER_URL=a.test                                  | oauth2.issuer-url (environment: OAUTH2_ISSUER_URL) must be an https URL with a host
          OAUTH2_ISSUER_URL=http://a.test/                          | oauth2.issuer-url (environment: OAUTH2_ISSUER_URL) must be https, unless the host is a loopback address
          OAUTH2_ISSUER_URL=https://a.test/?x                       | oauth2.issuer-url (environment: OAUTH2_ISSUER_URL) must have no query
          OAUTH2_ISSUER_URL=https://a.test/ b                       | oauth2.issuer-url (environment: OAUTH2_ISSUER_URL) must be a URL such as https://login.example.com/
          OAUTH2_ISSUER_URL=https://u:p@a.test/                     | oauth2.issuer-url (environment: OAUTH2_ISSUER_URL) must have no user and no fragment
          OAUTH2_ISSUER_URL=https://a.test;OAUTH2_JWKS_URL=http://10.0.0.1/ | oauth2.jwks-url (environment: OAUTH2_JWKS_URL) must be https, unless the host is a loopback address
          OAUTH2_ISSUER_URL=https://a.test;OAUTH2_ALGORITHMS=["HS256"] | oauth2.algorithms (environment: OAUTH2_ALGORITHMS) must be a list of some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, EdDSA
          OAUTH2_ISSUER_URL=https://a.test;OAUTH2_ALGORITHMS=["none"] | oauth2.algorithms (environment: OAUTH2_ALGORITHMS) must be a list of some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, EdDSA
          OAUTH2_ISSUER_URL=https://a.test;OAUTH2_ALGORITHMS=[]     | oauth2.algorithms (environment: OAUTH2_ALGORITHMS) must be a list of some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, EdDSA
          OAUTH2_ISSUER_URL=https://a.test;OAUTH2_ALGORITHMS=[RS256 | oauth2.algorithms (environment: OAUTH2_ALGORITHMS) must be a list of some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, EdDSA
          OAUTH2_ISSUER_URL=https://a.test;MEMWARDEN_ISSUERS=[]     | issuers (environment: MEMWARDEN_ISSUERS) and oauth2.issuer-url are both set; keep one
          OAUTH2_ISSUER_URL=https://a.test;AUTH_MODE=disabled       | AUTH_MODE=disabled contradicts OAUTH2_ISSUER_URL or issuers; remove one of them
          OAUTH2_ISSUER_URL=https://a.test;MEMWARDEN_PUBLIC_URL=https://a.test | http.public-url (environment: MEMWARDEN_PUBLIC_URL) is an issuer too: its tokens would be this server's
          MEMWARDEN_ISSUERS=[                                       | issuers (environment: MEMWARDEN_ISSUERS) is no valid JSON at line 1, column 2
          MEMWARDEN_ISSUERS=[]                                      | issuers (environment: MEMWARDEN_ISSUERS) must be a list of objects, with an issuer in each
          MEMWARDEN_ISSUERS={}                                      | issuers (environment: MEMWARDEN_ISSUERS) must be a list of objects, with an issuer in each
          MEMWARDEN_ISSUERS=[{}]                                    | issuers (environment: MEMWARDEN_ISSUERS) [0].issuer must be set
          MEMWARDEN_ISSUERS=[{"issuer":1}]                          | issuers (environment: MEMWARDEN_ISSUERS) [0].issuer must be a text
          MEMWARDEN_ISSUERS=[{"issuer":"http://a.test"}]            | issuers (environment: MEMWARDEN_ISSUERS) [0].issuer must be https, unless the host is a loopback address
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","preset":"Okta"}] | issuers (environment: MEMWARDEN_ISSUERS) [0].preset must be one of: generic, auth0, cognito, okta, entra, keycloak
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","audiance":"x"}] | issuers (environment: MEMWARDEN_ISSUERS) [0].audiance is unknown; the nearest known is audience
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","audience":[""]}] | issuers (environment: MEMWARDEN_ISSUERS) [0].audience must be a text
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","algorithms":[]}] | issuers (environment: MEMWARDEN_ISSUERS) [0].algorithms must be a list of some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, Ed25519, EdDSA
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","scopes":{"a":"fly"}}] | issuers (environment: MEMWARDEN_ISSUERS) [0].scopes unknown action 'fly'; known are memory:read, memory:write, memory:delete, chat, keys:manage, users:manage, audit:read, memory:* and *
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","scopes":["a"]}] | issuers (environment: MEMWARDEN_ISSUERS) [0].scopes must be a mapping
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","require-scopes":"yes"}] | issuers (environment: MEMWARDEN_ISSUERS) [0].require-scopes must be true or false
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","leeway":"2m"}] | issuers (environment: MEMWARDEN_ISSUERS) [0].leeway must be a duration such as 30s, at most 60s
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","tenants":["a","b"]}] | issuers (environment: MEMWARDEN_ISSUERS) [0].tenants must be one, unless a claim names which
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","tenants":[]}] | issuers (environment: MEMWARDEN_ISSUERS) [0].tenants must be a list of ids
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","subject":[]}] | issuers (environment: MEMWARDEN_ISSUERS) [0].subject must name a claim
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test"},{"issuer":"https://a.test"}] | issuers (environment: MEMWARDEN_ISSUERS) [0] and [1] are the same issuer; keep one
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test"},{"issuer":"https://b.test","prefix":"b:"}] | issuers (environment: MEMWARDEN_ISSUERS) [0] and [1] speak for the same tenant: each needs a prefix, and none may begin with another's
          MEMWARDEN_ISSUERS=[{"issuer":"https://a.test","prefix":"b"},{"issuer":"https://b.test","prefix":"b:"}] | issuers (environment: MEMWARDEN_ISSUERS) [0] and [1] speak for the same tenant: each needs a prefix, and none may begin with another's
          """)
  void what_makes_no_sense_stops_the_start(String set, String message) {
    Map<String, String> environment =
        Arrays.stream(set.split(";"))
            .map(one -> one.split("=", 2))
            .collect(Collectors.toMap(one -> one[0], one -> one[1]));

    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void issuers_of_different_tenants_need_no_prefix() {
    assertThat(
            read(
                Map.of(
                    "MEMWARDEN_ISSUERS",
                    "[{\"issuer\":\"https://a.test\",\"tenants\":\"a\"},"
                        + "{\"issuer\":\"https://b.test\",\"tenants\":\"b\"}]")))
        .hasSize(2);
  }
}
