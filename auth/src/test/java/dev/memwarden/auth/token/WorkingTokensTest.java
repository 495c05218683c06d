package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Callers;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Extent;
import dev.memwarden.auth.Network;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.SettableClock;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingTokensTest {
  private static final String ISSUER = "https://memory.test";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SigningKey KEY = SigningKey.generate(RANDOM);
  private static final WorkingToken TOKEN =
      new WorkingToken(
          new WorkingTokenId("5f3c9a0b7d1e2f4a6b8c0d1e", 42, "9a8b7c6d5e4f3a2b"),
          "4bK2mQ8xT0aZ7nLp",
          Callers.ALICE,
          new Ceiling(
              Set.of(Action.CHAT, Action.MEMORY_READ),
              Box.ofTenant("default")
                  .with(Axis.AGENT, Extent.of("plan\"ner"))
                  .with(Axis.LABEL, Extent.NONE),
              List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32")),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          SettableClock.NOON,
          SettableClock.NOON.plusSeconds(300));

  // A sound payload, whose parts tests replace.
  private static final String CLAIMS =
      """
      {"iss":"https://memory.test","aud":"https://memory.test","sub":"alice","iat":1,"exp":2,\
      "jti":"5f3c9a0b7d1e2f4a6b8c0d1e.42.9a8b7c6d5e4f3a2b","client_id":"k","scope":"chat",\
      "memwarden":{"tenant":"default","kind":"user","id":"alice","box":{},"networks":[]}}\
      """;

  private static WorkingTokens.Read read(Secret text) {
    return WorkingTokens.read(
        text, ISSUER, id -> Optional.of(KEY).filter(key -> key.id().equals(id)));
  }

  private static Secret signed(String header, String claims) {
    return JwsWriter.write(header.getBytes(UTF_8), claims.getBytes(UTF_8), KEY::sign);
  }

  private static String header() {
    return "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY.id() + "\"}";
  }

  private static String said(WorkingTokens.Read read) {
    return switch (read) {
      case WorkingTokens.Read.Signed _ -> "signed";
      case WorkingTokens.Read.Not(var why) -> why.name();
    };
  }

  @Test
  void what_was_written_is_read() {
    assertThat(read(WorkingTokens.write(TOKEN, ISSUER, KEY)))
        .isEqualTo(new WorkingTokens.Read.Signed(TOKEN));
    assertThat(said(read(signed(header(), CLAIMS)))).isEqualTo("signed");
  }

  @Test
  void a_key_is_read_back_from_its_sealed_form() {
    SigningKey again = SigningKey.parse(KEY.encoded());

    assertThat(again.id()).isEqualTo(KEY.id());
    assertThat(again.jwk()).isEqualTo(KEY.jwk());
    assertThat(read(WorkingTokens.write(TOKEN, ISSUER, again)))
        .isInstanceOf(WorkingTokens.Read.Signed.class);
  }

  // What others verify by has to be what is signed with.
  @Test
  void the_published_key_verifies_its_tokens() {
    JwkSet published =
        JwkSet.parse(
                ("{\"keys\":[" + KEY.jwk() + "]}").getBytes(UTF_8),
                Set.of(SignatureAlgorithm.RS256))
            .orElseThrow();
    boolean verified =
        WorkingTokens.write(TOKEN, ISSUER, KEY)
            .reveal(bytes -> {
              CompactJws jws = CompactJws.parse(bytes).orElseThrow();
              return jws.isSignedBy(published.keyFor(jws.header()).orElseThrow());
            });

    assertThat(verified).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          RS256,            HS256,   WRONG_ALGORITHM
          RS256,            RS384,   WRONG_ALGORITHM
          RS256,            none,    WRONG_ALGORITHM
          at+jwt,           JWT,     WRONG_TOKEN_TYPE
          at+jwt,           refresh+jwt, WRONG_TOKEN_TYPE
          `"typ":"at+jwt",`, ``,     WRONG_TOKEN_TYPE
          `"kid":`,         `"k":`,  NO_KEY_ID
          at+jwt,           AT+JWT,  signed
          """)
  void the_header_has_to_be_that_of_a_working_token(String part, String other, String expected) {
    assertThat(said(read(signed(header().replace(part, other), CLAIMS)))).isEqualTo(expected);
  }

  @Test
  void another_key_is_unknown_and_another_signature_is_bad() {
    SigningKey other = SigningKey.generate(RANDOM);

    assertThat(said(read(WorkingTokens.write(TOKEN, ISSUER, other))))
        .isEqualTo("UNKNOWN_SIGNING_KEY");
    Secret forged = JwsWriter.write(header().getBytes(UTF_8), CLAIMS.getBytes(UTF_8), other::sign);
    assertThat(said(read(forged))).isEqualTo("BAD_SIGNATURE");
    assertThat(said(read(Secret.of("x")))).isEqualTo("MALFORMED_TOKEN");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          `"iss":"https://memory.test",` , ``                          , UNKNOWN_ISSUER
          `"iss":"https://memory.test"`  , `"iss":"https://memory.test/"`, UNKNOWN_ISSUER
          `"aud":"https://memory.test"`  , `"aud":"https://other.test"`, WRONG_AUDIENCE
          `"aud":"https://memory.test",` , ``                          , WRONG_AUDIENCE
          `"iat":1,`                     , ``                          , MALFORMED_TOKEN
          `"exp":2,`                     , ``                          , MALFORMED_TOKEN
          `"exp":2,`                     , `"exp":"2",`                , MALFORMED_TOKEN
          `.42.`                         , `.042.`                     , MALFORMED_TOKEN
          `"client_id":"k",`             , ``                          , MALFORMED_TOKEN
          `"scope":"chat",`              , ``                          , MALFORMED_TOKEN
          `"memwarden"`                  , `"other"`                   , MALFORMED_TOKEN
          `"tenant":"default"`           , `"tenant":""`               , MALFORMED_TOKEN
          `"kind":"user"`                , `"kind":"god"`              , MALFORMED_TOKEN
          `"id":"alice"`                 , `"id":7`                    , MALFORMED_TOKEN
          `"box":{}`                     , `"box":[]`                  , MALFORMED_TOKEN
          `"box":{}`                     , `"box":{"agent":7}`         , MALFORMED_TOKEN
          `"box":{}`                     , `"box":{"agent":""}`        , MALFORMED_TOKEN
          `"networks":[]`                , `"networks":{}`             , MALFORMED_TOKEN
          `"networks":[]`                , `"networks":["x"]`          , MALFORMED_TOKEN
          `"networks":[]`                , `"networks":[7]`            , MALFORMED_TOKEN
          `,"networks":[]`               , ``                          , MALFORMED_TOKEN
          """)
  void whatever_is_missing_or_odd_makes_it_none(String part, String other, String expected) {
    assertThat(CLAIMS).contains(part);
    assertThat(said(read(signed(header(), CLAIMS.replace(part, other))))).isEqualTo(expected);
  }

  // Two principals never have one subject.
  @ParameterizedTest
  @CsvSource({
    "user:alice, alice",
    "user:https://id.example/7, https://id.example/7",
    "user:service:x, user:service:x",
    "user:tenant:x, user:tenant:x",
    "service:ingest, service:ingest",
    "admin:root, admin:root",
    "user:alice@acme, tenant:acme/user:alice",
    "user:alice@a/b, tenant:a%2Fb/user:alice"
  })
  void a_subject_says_who_it_is(String principal, String subject) {
    assertThat(WorkingToken.subject(Callers.principal(principal))).isEqualTo(subject);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5f3c9a0b7d1e2f4a6b8c0d1e.42",
        "5f3c9a0b7d1e2f4a6b8c0d1e.42.9a8b7c6d5e4f3a2",
        "5f3c9a0b7d1e2f4a6b8c0d1e.42.9a8b7c6d5e4f3a2b\n",
        "5f3c9a0b7d1e2f4a6b8c0d1e.-1.9a8b7c6d5e4f3a2b",
        "5f3c9a0b7d1e2f4a6b8c0d1e.9999999999999999999.9a8b7c6d5e4f3a2b",
        "5F3C9A0B7D1E2F4A6B8C0D1E.42.9a8b7c6d5e4f3a2b"
      })
  void what_is_no_name_of_a_token_is_none(String text) {
    assertThat(WorkingTokenId.parse(text)).isEmpty();
    assertThat(WorkingTokenId.parse(TOKEN.id().toString())).contains(TOKEN.id());
  }
}
