package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthModeTest {

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          SET                                       | HOST        | ANSWER
                                                    | 127.0.0.1   | ON
                                                    | 0.0.0.0     | ON
          API_KEYS                                  | 127.0.0.1   | ON
          disable=false                             | 127.0.0.1   | ON
          disable=false API_KEYS                    | 0.0.0.0     | ON
          tokens=false                              | 127.0.0.1   | ON
          open                                      | 0.0.0.0     | ON
          disable=true                              | 127.0.0.1   | OFF
          disable=true                              | 127.9.9.9   | OFF
          disable=true                              | ::1         | OFF
          disable=true                              | localhost   | OFF
          mode=disabled                             | 127.0.0.1   | OFF
          zep=false                                 | 127.0.0.1   | OFF
          zep=false mode=disabled disable=true      | 127.0.0.1   | OFF
          disable=true tokens=false                 | 127.0.0.1   | OFF
          disable=true                              | 0.0.0.0     | would give everybody
          disable=true                              | ::          | would give everybody
          disable=true                              | 10.0.0.1    | would give everybody
          disable=true                              | memory.test | would give everybody
          mode=disabled                             | 0.0.0.0     | would give everybody
          zep=false                                 | 0.0.0.0     | would give everybody
          disable=true open                         | 0.0.0.0     | OFF
          disable=true API_KEYS                     | 127.0.0.1   | contradicts API_KEYS
          disable=true API_KEYS open                | 0.0.0.0     | contradicts API_KEYS
          mode=disabled API_KEYS                    | 127.0.0.1   | contradicts API_KEYS
          zep=false API_KEYS                        | 127.0.0.1   | contradicts API_KEYS
          mode=disabled disable=false               | 127.0.0.1   | contradicts DISABLE_AUTH=false
          zep=false disable=false                   | 127.0.0.1   | contradicts DISABLE_AUTH=false
          disable=true mode=token                   | 127.0.0.1   | contradicts AUTH_MODE=token
          disable=true mode=oauth2                  | 127.0.0.1   | contradicts AUTH_MODE=oauth2
          disable=true tokens=true                  | 127.0.0.1   | contradicts TOKEN_AUTH_ENABLED=true
          disable=true zep=true                     | 127.0.0.1   | contradicts ZEP_AUTH_REQUIRED=true
          mode=disabled zep=true                    | 127.0.0.1   | contradicts ZEP_AUTH_REQUIRED=true
          disable=true zepSecret                    | 127.0.0.1   | contradicts ZEP_AUTH_SECRET
          disable=true oauth2                       | 127.0.0.1   | contradicts OAUTH2_ISSUER_URL
          mode=disabled tokens=true                 | 127.0.0.1   | contradicts TOKEN_AUTH_ENABLED=true
          zep=false mode=token                      | 127.0.0.1   | contradicts AUTH_MODE=token
          mode=token tokens=false                   | 127.0.0.1   | ON
          mode=token                                | 0.0.0.0     | ON
          mode=oauth2                               | 127.0.0.1   | OAuth2 issuer URL not configured: AUTH_MODE=oauth2 needs OAUTH2_ISSUER_URL
          mode=oauth2 API_KEYS                      | 127.0.0.1   | OAuth2 issuer URL not configured: AUTH_MODE=oauth2 needs OAUTH2_ISSUER_URL
          mode=oauth2 oauth2                        | 0.0.0.0     | ON
          mode=oauth2 oauth2 disable=false          | 0.0.0.0     | ON
          oauth2 tokens=false                       | 127.0.0.1   | ON
          oauth2 zepSecret                          | 127.0.0.1   | ON
          zep=false oauth2                          | 127.0.0.1   | contradicts OAUTH2_ISSUER_URL
          tokens=true                               | 0.0.0.0     | ON
          zep=true                                  | 127.0.0.1   | Auth secret not set. Ensure ZEP_AUTH_SECRET is set in your environment.
          zep=true API_KEYS                         | 127.0.0.1   | Auth secret not set.
          zep=true zepSecret                        | 0.0.0.0     | ON
          zepSecret                                 | 0.0.0.0     | ON
          zep=true zepSecret API_KEYS               | 127.0.0.1   | ON
          zep=false zepSecret                       | 127.0.0.1   | OFF
          zep=false zepSecret                       | 0.0.0.0     | would give everybody
          zep=false zepSecret disable=true          | 127.0.0.1   | OFF
          zep=false zepSecret API_KEYS              | 127.0.0.1   | contradicts API_KEYS
          mode=disabled zepSecret                   | 127.0.0.1   | contradicts ZEP_AUTH_SECRET
          oauth2 API_KEYS                           | 127.0.0.1   | ON
          """)
  void follows_from_the_switches(String set, String host, String answer) {
    List<String> words = set == null ? List.of() : Arrays.asList(set.split(" "));
    var switches =
        new AuthMode.Switches(
            new RedisAmsSwitches(
                value(words, "mode"),
                value(words, "disable").map(Boolean::valueOf),
                value(words, "tokens").map(Boolean::valueOf)),
            value(words, "zep").map(Boolean::valueOf),
            words.contains("zepSecret"),
            words.contains("oauth2"),
            words.contains("API_KEYS"),
            host,
            words.contains("open"));

    assertThat(outcome(switches)).contains(answer);
  }

  private static String outcome(AuthMode.Switches switches) {
    try {
      return AuthMode.of(switches).name();
    } catch (InvalidConfigurationException e) {
      return e.getMessage();
    }
  }

  private static Optional<String> value(List<String> words, String name) {
    return words.stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst();
  }
}
