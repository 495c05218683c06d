package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens as these providers make them, with nothing configured but the issuer and its audience.
class IssuerPresetTest {
  private static final String ENTRA =
      "https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0";

  @ParameterizedTest
  @CsvSource({
    "https://acme.eu.auth0.com/, AUTH0",
    "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc, COGNITO",
    "https://acme.okta.com/oauth2/default, OKTA",
    "https://acme.oktapreview.com, OKTA",
    "https://login.microsoftonline.com/tenant/v2.0, ENTRA",
    "https://LOGIN.microsoftonline.com/tenant/v2.0, ENTRA",
    "https://sts.windows.net/tenant/, ENTRA",
    "https://acme.ciamlogin.com/tenant/v2.0, ENTRA",
    "https://sso.acme.test/realms/acme, KEYCLOAK",
    "http://127.0.0.1:8080/auth/realms/acme, KEYCLOAK",
    "https://auth0.com.evil.test/, GENERIC",
    "https://notokta.com/, GENERIC",
    "https://issuer.test/, GENERIC",
    "https://issuer.test/realms/, GENERIC",
  })
  void is_known_by_the_address_of_the_issuer(URI issuer, IssuerPreset preset) {
    assertThat(IssuerPreset.of(issuer)).isEqualTo(preset);
    assertThat(IssuerPreset.of(preset.word())).contains(preset);
  }

  @Test
  void has_a_name() {
    assertThat(IssuerPreset.of("entra")).contains(IssuerPreset.ENTRA);
    assertThat(IssuerPreset.of("Entra")).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {"aud":["api","https://a/userinfo"],"sub":"auth0|62f9","azp":"spa","scope":"openid"} ; user:auth0|62f9
          {"aud":"api","sub":"spa@clients","azp":"spa","gty":"client-credentials","scope":"chat"} ; service:spa
          {"aud":"api","sub":"spa@clients","azp":"spa","scope":"chat"} ; user:spa@clients
          {"aud":"api","sub":"other@clients","azp":"spa","gty":"client-credentials"} ; user:other@clients
          {"aud":"spa","sub":"auth0|62f9","azp":"spa"} ; WRONG_AUDIENCE
          {"aud":"api","sub":"auth0|62f9","sid":"s","name":"Alice"} ; WRONG_TOKEN_TYPE
          {"aud":"api","sub":"auth0|62f9","azp":"spa","nonce":"n"} ; WRONG_TOKEN_TYPE
          """)
  void auth0(String claims, String who) {
    assertThat(present("https://acme.eu.auth0.com/", claims)).isEqualTo(who);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"token_use":"access","client_id":"api","sub":"1-2","username":"alice","cognito:groups":["g"],"scope":"aws.cognito.signin.user.admin"} | user:1-2
          {"token_use":"access","client_id":"api","sub":"api","scope":"chat"}                                                                   | service:api
          {"token_use":"access","client_id":"other","sub":"1-2"}                                                                                | WRONG_AUDIENCE
          {"token_use":"access","client_id":"api","aud":"other","sub":"1-2"}                                                                    | WRONG_AUDIENCE
          {"token_use":"id","aud":"api","sub":"1-2","cognito:username":"alice"}                                                                 | WRONG_TOKEN_TYPE
          {"client_id":"api","sub":"1-2"}                                                                                                       | WRONG_TOKEN_TYPE
          """)
  void cognito(String claims, String who) {
    assertThat(present("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", claims))
        .isEqualTo(who);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"aud":"api","sub":"alice@acme.test","uid":"00u1","cid":"0oa1","scp":["chat"]} | user:alice@acme.test
          {"aud":"api","sub":"0oa1","cid":"0oa1","scp":["chat"]}                         | service:0oa1
          {"aud":"api","sub":"0oa1","uid":"00u1","cid":"0oa1","scp":["chat"]}            | user:0oa1
          {"aud":"0oa1","sub":"00u1","at_hash":"x"}                                      | WRONG_TOKEN_TYPE
          {"aud":"api","sub":"00u1","ver":1,"amr":["pwd"]}                               | WRONG_TOKEN_TYPE
          """)
  void okta(String claims, String who) {
    assertThat(present("https://acme.okta.com/oauth2/default", claims)).isEqualTo(who);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"aud":"api","sub":"pair","tid":"t-1","oid":"o-1","azp":"app","scp":"Memory.Read"} | user:t-1:o-1
          {"aud":"api","sub":"o-2","tid":"t-1","oid":"o-2","azp":"app","roles":["chat"]}     | service:app
          {"aud":"api","sub":"x","tid":"t-1","oid":"o-2","appid":"old","idtyp":"app"}        | service:old
          {"aud":"api","sub":"o-3","tid":"t-1","oid":"o-3","azp":"app","scp":"chat"}         | user:t-1:o-3
          {"aud":"api","sub":"pair","oid":"o-1","scp":"x"}                                   | NO_SUBJECT
          {"aud":"api","sub":"pair","tid":"t:1","oid":"o-1","scp":"x"}                       | NO_SUBJECT
          {"aud":"api","sub":"pair","tid":"t-1","oid":"o-1","roles":["chat"],"ver":"2.0"}    | WRONG_TOKEN_TYPE
          """)
  void entra(String claims, String who) {
    assertThat(present(ENTRA, claims)).isEqualTo(who);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"aud":["api","account"],"sub":"5f1e","typ":"Bearer","azp":"web","preferred_username":"alice","sid":"s"}        | user:5f1e
          {"aud":"api","sub":"77aa","typ":"Bearer","azp":"Ingest","client_id":"Ingest","preferred_username":"service-account-ingest"} | service:Ingest
          {"aud":"api","sub":"77aa","typ":"Bearer","azp":"web","preferred_username":"service-account-ingest"}             | user:77aa
          {"aud":"api","sub":"77aa","typ":"Bearer","azp":"web","client_id":"web","preferred_username":"alice"}            | user:77aa
          {"aud":"api","sub":"5f1e","typ":"ID","azp":"web"}                                                               | WRONG_TOKEN_TYPE
          {"aud":"api","sub":"5f1e","typ":"Refresh","azp":"web"}                                                          | WRONG_TOKEN_TYPE
          {"aud":"api","sub":"5f1e","typ":"Bearer","cnf":{"jkt":"x"}}                                                     | WRONG_TOKEN_TYPE
          {"aud":"account","sub":"5f1e","typ":"Bearer"}                                                                   | WRONG_AUDIENCE
          {"aud":"api","sub":"5f1e","azp":"web"}                                                                          | WRONG_TOKEN_TYPE
          """)
  void keycloak(String claims, String who) {
    assertThat(present("https://sso.acme.test/realms/acme", claims)).isEqualTo(who);
  }

  // Whoever may choose a name could take a program's.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"aud":"api","sub":"web","client_id":"web"}                            | service:web
          {"aud":"api","sub":"web","client_id":"web","auth_time":1795348860}     | user:web
          {"aud":"api","sub":"web","client_id":"web","preferred_username":"web"} | user:web
          {"aud":"api","sub":"web","azp":"web"}                                  | user:web
          {"aud":"api","sub":"","client_id":""}                                  | NO_SUBJECT
          """)
  void any_other(String claims, String who) {
    assertThat(present("https://issuer.test/", claims)).isEqualTo(who);
  }

  @Test
  void roles_and_groups_are_where_each_has_them() {
    assertRoles("https://cognito-idp.x.amazonaws.com/x", "\"cognito:groups\":[\"a\"]");
    assertRoles("https://acme.okta.com", "\"groups\":[\"a\"]");
    assertRoles("https://sso.acme.test/realms/acme", "\"realm_access\":{\"roles\":[\"a\"]}");
    assertRoles(ENTRA, "\"tid\":\"1\",\"oid\":\"2\",\"scp\":\"x\",\"groups\":[\"a\"]");
    assertRoles("https://issuer.test/", "\"roles\":[\"a\"]");
  }

  private static void assertRoles(String issuer, String claim) {
    String claims =
        "{\"aud\":\"api\",\"token_use\":\"access\",\"client_id\":\"api\",\"cid\":\"api\",\"typ\":\"Bearer\",\"sub\":\"s\","
            + claim
            + "}";
    IssuerFixture fixture = fixture(issuer);
    assertThat(fixture.identity(token(fixture, issuer, claims)).roles()).containsExactly("a");
  }

  private static String present(String issuer, String claims) {
    IssuerFixture fixture = fixture(issuer);
    return fixture.present(token(fixture, issuer, claims));
  }

  private static IssuerFixture fixture(String issuer) {
    return new IssuerFixture(
        IssuerRules.of(issuer, IssuerPreset.of(URI.create(issuer)), Set.of("api")));
  }

  private static String token(IssuerFixture fixture, String issuer, String claims) {
    long now = fixture.clock.instant().getEpochSecond();
    return IssuerFixture.RSA.sign(
        "{\"iss\":\"%s\",\"iat\":%d,\"exp\":%d,%s"
            .formatted(issuer, now, now + 300, claims.substring(1)));
  }
}
