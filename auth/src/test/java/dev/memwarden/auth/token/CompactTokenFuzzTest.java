package dev.memwarden.auth.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.token.JsonValue.Members;
import dev.memwarden.auth.token.JsonValue.Text;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is presented as a token, against a second reading of the same rules.
class CompactTokenFuzzTest {
  private static final Secret SECRET = Secret.of("k".repeat(64));
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String PART = "[A-Za-z0-9_-]*";
  private static final Instant LAST = Instant.ofEpochSecond(1L << 53);

  static Stream<byte[]> seeds() {
    String usual = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    return Stream.of(
            "",
            "..",
            usual + ".e30.",
            usual + ".e30.AAAA",
            usual + ".e30.AAA",
            usual + ".e30.AAB",
            usual + ".e30.AA==",
            usual + ".e30.AA\n",
            usual + ".e30.A+/A",
            usual + ".e30.AAAA.AAAA",
            token("{\"alg\":\"none\"}", "{}"),
            token("{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"at+jwt\"}", "{\"sub\":\"alice\"}"),
            token("{\"alg\":\"HS256\",\"crit\":[\"exp\"]}", "{}"),
            token("{\"alg\":\"HS256\",\"alg\":\"none\"}", "{}"),
            token("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}", "{}"),
            token("{\"alg\":\"HS256\"}", "{\"exp\":1795348740.25,\"nbf\":0,\"iat\":1e3}"),
            token("{\"alg\":\"HS256\"}", "{\"exp\":\"1\",\"aud\":[],\"scope\":\" a  b \"}"),
            token("{\"alg\":\"HS256\"}", "{\"exp\":9007199254740992,\"aud\":[\"a\",1]}"),
            token("{\"alg\":\"HS256\"}", "[]"))
        .map(text -> text.getBytes(ISO_8859_1));
  }

  private static String token(String header, String claims) {
    return encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8)) + ".c2ln";
  }

  @MethodSource("seeds")
  @FuzzTest
  void a_token_is_one_or_it_is_not(byte[] presented) {
    judge(presented);
    // The fuzzer hardly guesses base64url: what it makes is also the two parts of a token.
    int cut = presented.length / 2;
    byte[] header = Arrays.copyOf(presented, cut);
    byte[] claims = Arrays.copyOfRange(presented, cut, presented.length);
    judge((encode(header) + "." + encode(claims) + ".").getBytes(ISO_8859_1));
    judge(token("{\"alg\":\"HS256\"}", new String(presented, ISO_8859_1)).getBytes(ISO_8859_1));
    judgeClaims(presented);
  }

  private static void judge(byte[] presented) {
    Optional<CompactJws> jws = CompactJws.parse(presented);
    String text = new String(presented, ISO_8859_1);

    assertThat(jws.map(CompactJws::header)).isEqualTo(naive(text));
    jws.ifPresent(one -> {
      String[] parts = text.split("\\.", -1);
      // One text for each token, so that whatever is told apart by its bytes stays told apart.
      assertThat(encode(one.payload())).isEqualTo(parts[1]);
      assertThat(one.header().algorithm()).isNotNull();
      assertThat(one.isSignedBy(HmacKey.of(SECRET))).isFalse();
      judgeClaims(one.payload());
    });
  }

  private static Optional<JoseHeader> naive(String text) {
    if (text.length() > CompactJws.MAX_LENGTH
        || !text.matches(PART + "\\." + PART + "\\." + PART)) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      if (part.length() % 4 == 1 || !encode(Base64.getUrlDecoder().decode(part)).equals(part)) {
        return Optional.empty();
      }
    }
    return StrictJson.object(Base64.getUrlDecoder().decode(parts[0]))
        .filter(header ->
            Stream.of("crit", "b64", "zip", "enc").noneMatch(header::has)
                && text(header, "alg").isPresent()
                && Stream.of("typ", "kid")
                    .allMatch(name -> !header.has(name) || text(header, name).isPresent()))
        .map(header ->
            new JoseHeader(text(header, "alg").get(), text(header, "typ"), text(header, "kid")));
  }

  private static void judgeClaims(byte[] payload) {
    Optional<Members> object = StrictJson.object(payload);
    Optional<Claims> claims = object.flatMap(Claims::of);
    if (claims.isEmpty()) {
      return;
    }
    Claims read = claims.get();
    assertThat(read.subject()).isEqualTo(text(object.orElseThrow(), "sub"));
    assertThat(read.issuer()).isEqualTo(text(object.get(), "iss"));
    assertThat(read.id()).isEqualTo(text(object.get(), "jti"));
    // A claim that is there is never read as one that is not.
    assertThat(read.expiresAt().isPresent()).isEqualTo(object.get().has("exp"));
    assertThat(read.notBefore().isPresent()).isEqualTo(object.get().has("nbf"));
    assertThat(read.issuedAt().isPresent()).isEqualTo(object.get().has("iat"));
    assertThat(read.audience().isPresent()).isEqualTo(object.get().has("aud"));
    assertThat(read.scope().isPresent()).isEqualTo(object.get().has("scope"));
    for (Optional<Instant> time : List.of(read.expiresAt(), read.notBefore(), read.issuedAt())) {
      time.ifPresent(one -> assertThat(one).isBetween(Instant.EPOCH, LAST));
    }
    read.scope()
        .ifPresent(
            words -> assertThat(words).noneMatch(word -> word.isEmpty() || word.contains(" ")));
  }

  private static Optional<String> text(Members object, String name) {
    return object.member(name).filter(Text.class::isInstance).map(value -> ((Text) value).text());
  }

  private static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }
}
