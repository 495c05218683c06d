package dev.memwarden.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.auth.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenShapeTest {

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          TEXT                                     | TOKEN
          eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2ln | true
          eyAia2lkIiA6ICJoczI1Ni1rZXkifQ.e30.c2ln  | true
          ewogImFsZyI6ICJub25lIgp9.e30.            | true
          e30..                                    | true
          eyJhbGciOiJub25lIn0.e30.!!!              | true
          eyJhbGciOiJub25lIn0.e30                  | false
          eyJhbGciOiJub25lIn0.e30.a.b.c            | false
          eyJhbGciOiJub25lIn0                      | false
          IHsiYWxnIjoibm9uZSJ9.e30.c2ln            | false
          sk-alice.test.key                        | false
          elephant.and.key                         | false
          e.y.j                                    | false
          e..                                      | false
          ey                                       | false
          ~~                                       | false
          sks-0123456789abcdef_0123                | false
          """)
  void a_token_has_two_dots_and_begins_with_a_brace(String text, boolean token) {
    assertThat(TokenShape.isToken(Secret.of(text))).isEqualTo(token);
  }
}
