package dev.memwarden.server.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memwarden.server.attacks.Town.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attack 5.1: somebody else's id, wherever a request could name one.
class ForeignIdsTest {
  @TempDir static Path folder;
  private static Town town;

  @BeforeAll
  static void start() throws IOException {
    town = new Town(folder);
    town.remember("alice", "own tea");
    town.remember("bob", "foreign tea");
  }

  @AfterAll
  static void stop() {
    town.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the user of a path
          GET /memories/bob                 | ``                                     | 403
          GET /memories/bob?user_id=alice   | ``                                     | 403
          GET /memories/bob/                | ``                                     | 404
          GET /memories/alice%2F..%2Fbob    | ``                                     | 400
          GET /memories/*                   | ``                                     | 403
          GET /memories/%25                 | ``                                     | 403
          GET /graph/relationships/bob      | ``                                     | 403
          GET /stats/bob                    | ``                                     | 403
          DELETE /memories/user/bob         | ``                                     | 403
          DELETE /memories/user/*           | ``                                     | 403
          # the user of a body
          POST /memories/search             | {"query":"tea","user_id":"bob"}         | 403
          POST /chat                        | {"message":"tea","user_id":"bob"}       | 403
          POST /memories                    | {"messages":[],"user_id":"bob"}         | 403
          POST /memories/search             | {"query":"tea","user_id":"*"}           | 403
          POST /memories/search             | {"query":"tea","user_id":"%"}           | 403
          POST /memories/search?user_id=alice | {"query":"tea","user_id":"bob"}       | 403
          # something else than an id
          POST /memories/search             | {"query":"tea","user_id":["bob"]}       | 422
          POST /memories/search             | {"query":"tea","user_id":["alice","bob"]} | 422
          POST /memories/search             | {"query":"tea","user_id":{"ne":"alice"}} | 422
          POST /memories/search             | {"query":"tea","user_id":{"any":["bob"]}} | 422
          POST /memories/search             | {"query":"tea","user_id":0}             | 422
          POST /memories/search             | {"query":"tea","user_id":true}          | 422
          POST /memories/search             | {"query":"tea","user_id":null}          | 422
          POST /memories/search             | {"query":"tea","user_id":""}            | 422
          POST /memories/search             | {"query":"tea","user_id":"alice","user_id":"bob"} | 422
          POST /memories/search             | {"query":"tea","user_id":"alice","user\\u005fid":"bob"} | 422
          PUT /memories                     | {"memory_id":"x","data":"x","user_id":"bob"} | 403
          DELETE /memories/x?user_id=bob    | ``                                     | 403
          DELETE /memories/x?user_id=alice&user_id=bob | ``                          | 422
          # a key for somebody else
          POST /auth/keys                   | {"user":"bob"}                          | 422
          POST /auth/keys                   | {"principal":"user:bob"}                | 422
          POST /auth/keys                   | {"box":{"tenant":"acme"}}               | 403
          """)
  void is_refused(String line, String body, int status) throws IOException, SQLException {
    Told told = town.ask(town.key("alice"), line, body);

    assertThat(told.status()).as(told.body()).isEqualTo(status);
    assertThat(told.body()).doesNotContain("foreign");
    nothing_changed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST /memories/search             | {"query":"tea"}
          POST /memories/search?user_id=bob | {"query":"tea"}
          POST /memories/search             | {"query":"tea","userId":"bob","user":"bob","USER_ID":"bob","owner":"bob"}
          POST /memories/search             | {"query":"tea","filters":{"user_id":"bob"}}
          POST /memories/search             | {"query":"tea","filters":{"OR":[{"user_id":"alice"},{"user_id":"bob"}]}}
          POST /memories/search             | {"query":"tea","filters":{"AND":[{"user_id":"*"}]}}
          POST /memories/search             | {"query":"tea","filters":{"NOT":[{"user_id":"alice"}]}}
          POST /memories/search             | {"query":"tea","filters":"*","tenant":"acme","user_id":"alice"}
          POST /chat                        | {"message":"tea","filters":{"user_id":"bob"}}
          GET /memories/alice               | ``
          GET /memories/alice?user_id=bob   | ``
          GET /memories/alice?userId=bob&filters=%7B%22user_id%22%3A%22bob%22%7D | ``
          """)
  void beside_ones_own_says_nothing(String line, String body) throws IOException, SQLException {
    Told told = town.ask(town.key("alice"), line, body);

    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(told.body()).contains("own tea").doesNotContain("foreign", "bob");
    nothing_changed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user_id: bob",
        "User-Id: bob",
        "X-User-Id: bob",
        "X-Forwarded-User: bob",
        "X-Remote-User: bob",
        "X-Memwarden-User: bob",
        "X-Memwarden-Principal: user:bob",
        "From: bob",
        "Cookie: user_id=bob",
        "Cookie: session=bob; X-API-Key=bob",
      })
  void in_a_header_field_says_nothing(String field) throws IOException, SQLException {
    for (String line : List.of("GET /memories/alice", "POST /memories/search")) {
      String body = line.startsWith("POST") ? "{\"query\":\"tea\"}" : "";
      Told told = town.ask(town.key("alice"), line, body, field);

      assertThat(told.status()).as(told.body()).isEqualTo(200);
      assertThat(told.body()).contains("own tea").doesNotContain("foreign", "bob");
    }
    nothing_changed();
  }

  @Test
  void a_key_of_ones_own_for_anothers_memory_opens_nothing() throws IOException, SQLException {
    Told minted = town.ask(town.key("alice"), "POST /auth/keys", "{\"box\":{\"user\":\"bob\"}}");
    String key = minted.json().path("key").stringValue();

    assertThat(minted.json().path("user").stringValue()).isEqualTo("alice");
    for (String user : List.of("alice", "bob")) {
      assertThat(town.ask(key, "GET /memories/" + user, "").status()).isEqualTo(403);
      assertThat(town.ask(key, "DELETE /memories/user/" + user, "").status()).isEqualTo(403);
    }
    nothing_changed();
  }

  private void nothing_changed() throws SQLException {
    assertThat(town.stored())
        .containsExactly("default/alice// own tea", "default/bob// foreign tea");
  }
}
