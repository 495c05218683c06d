package dev.memwarden.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memwarden.auth.Network;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Rate;
import dev.memwarden.auth.key.ForeignTokenJudge;
import dev.memwarden.auth.key.KeyProver;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.memory.llm.Budget;
import dev.memwarden.memory.llm.Endpoint;
import dev.memwarden.memory.llm.OpenAiModel;
import dev.memwarden.server.audit.AuditConfig;
import dev.memwarden.server.http.HttpConfig;
import dev.memwarden.server.http.HttpLimits;
import dev.memwarden.server.http.LimitFields;
import dev.memwarden.server.telemetry.Traces;
import dev.memwarden.stores.postgres.PostgresAddress;
import dev.memwarden.stores.redis.RedisAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void all_defaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new Configuration(
                new Configuration.Http(
                    "127.0.0.1",
                    8000,
                    4 << 20,
                    HttpLimits.DEFAULT,
                    600,
                    List.of(),
                    Optional.empty()),
                TlsConfiguration.NONE,
                new Configuration.Store(
                    folder.resolve("memwarden-data"), Map.of(), Optional.empty()),
                AuthMode.ON,
                LimitConfiguration.NONE,
                false,
                List.of("admin", "mem0", "redisams", "zep"),
                Optional.empty(),
                AuditConfig.DEFAULT,
                TelemetryConfiguration.NONE,
                Optional.empty(),
                new Configuration.Logs(Optional.empty(), "info")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEMWARDEN_HOST     | 127.0.0.1       | true
          MEMWARDEN_DIALECTS | mem0,admin      | true
          MEMWARDEN_DIALECTS | mem0,zep        | false
          DISABLE_AUTH       | true            | false
          AUTH_MODE          | disabled        | false
          ZEP_AUTH_REQUIRED  | false           | false
          """)
  void is_administered_over_the_network_unless_it_is_left_out_or_everybody_could(
      String name, String value, boolean administered) {
    assertThat(read(Map.of(name, value)).isAdministered()).isEqualTo(administered);
  }

  @Test
  void every_key() throws IOException {
    Files.writeString(
        folder.resolve("memwarden.yaml"),
        """
        http:
          host: 0.0.0.0
          port: 9000
          max-body: 2MiB
          body-memory: 8MiB
          max-head: 16KiB
          head-timeout: 5s
          body-timeout: 20s
          idle-timeout: 2m
          max-connections: 500
          max-connections-per-address: 50
          max-requests: 100
          trusted-proxies: [10.0.0.0/8]
          require-tls: true
          public-url: https://memory.example.com
        data: /srv/memwarden
        postgres:
          url: postgresql://db.example.com/memwarden
          user: warden
          connections: 7
        dialects: [mem0]
        mem0:
          protect-stats: true
        embedder: bge-small-en-v1.5-q
        llm:
          base-url: http://10.0.0.9/v1
          model: small
          stream: true
          timeout: 40s
          allow-http: true
        auth:
          api-keys: '{"sk-a": "alice"}'
          master-key-file: keys/master
          max-failures: 60
          disable: false
          token-enabled: false
          allow-open: true
        audit:
          mode: fail-open
          keep-for: 30d
          keep-at-most: 1000
        limits:
          key: 100/m:20,9000/d
          user: 200/m
          tenant: 1000/s
          address: 5000/h
          fields: legacy
        redis:
          url: rediss://redis.example.com:6380/2
          limits: false
          token-owner: user:carol
          token-length: 40
        metrics:
          host: 0.0.0.0
          port: 9464
        traces:
          endpoint: http://10.0.0.8:4318/
          headers: x-key=a%20b
          service: memory
          share: 0.25
        leaks:
          keys-url: https://api.github.com/meta/public_keys/secret_scanning
        log:
          format: json
          level: debug
        """);

    assertThat(read(Map.of()))
        .isEqualTo(
            new Configuration(
                new Configuration.Http(
                    "0.0.0.0",
                    9000,
                    2 << 20,
                    new HttpLimits(
                        16 << 10,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(2),
                        500,
                        50,
                        100,
                        8 << 20),
                    60,
                    List.of(Network.parse("10.0.0.0/8")),
                    Optional.of("https://memory.example.com")),
                new TlsConfiguration(Optional.empty(), true),
                new Configuration.Store(
                    Path.of("/srv/memwarden"),
                    Map.of("sk-a", "alice"),
                    Optional.of(folder.resolve("keys/master")),
                    Optional.empty(),
                    List.of(),
                    KeyProver.Making.SHA_256,
                    Optional.empty(),
                    Optional.of("https://memory.example.com"),
                    Optional.of(
                        new PostgresAddress(
                            "postgresql://db.example.com/memwarden",
                            "warden",
                            Optional.empty(),
                            7)),
                    Optional.of(
                        new RedisConfiguration(
                            new RedisAddress(
                                true,
                                "redis.example.com",
                                6380,
                                Optional.empty(),
                                Optional.empty(),
                                2),
                            Optional.of(
                                new ForeignTokenJudge.Rules(
                                    new Principal(
                                        Principal.Kind.USER, Principal.DEFAULT_TENANT, "carol"),
                                    new TextShape("", 40))),
                            false))),
                AuthMode.ON,
                new LimitConfiguration(
                    Map.of(
                        Limit.KEY, Rate.parseList("100/m:20,9000/d"),
                        Limit.USER, Rate.parseList("200/m"),
                        Limit.TENANT, Rate.parseList("1000/s"),
                        Limit.ADDRESS, Rate.parseList("5000/h")),
                    LimitFields.LEGACY),
                true,
                List.of("mem0"),
                Optional.of(
                    new LlmConfiguration(
                        Endpoint.of("http://10.0.0.9/v1", Optional.empty(), "small", true),
                        OpenAiModel.Options.DEFAULT.streaming(true),
                        Budget.Limits.DEFAULT.within(Duration.ofSeconds(40)))),
                new AuditConfig(AuditConfig.Mode.FAIL_OPEN, Duration.ofDays(30), 1_000),
                new TelemetryConfiguration(
                    Optional.of(new HttpConfig("0.0.0.0", 9464, HttpLimits.DEFAULT)),
                    Optional.of(
                        new Traces.Target(
                            "http://10.0.0.8:4318", Map.of("x-key", "a b"), "memory", 0.25))),
                Optional.of(URI.create("https://api.github.com/meta/public_keys/secret_scanning")),
                new Configuration.Logs(Optional.of("json"), "debug")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MEMWARDEN_PORT            | 65536           | http.port
          MEMWARDEN_BODY_MEMORY     | 3MiB            | http.body-memory
          MEMWARDEN_MAX_HEAD        | 2MiB            | http.max-head
          MEMWARDEN_HEAD_TIMEOUT    | 2h              | http.head-timeout
          MEMWARDEN_BODY_TIMEOUT    | 0s              | http.body-timeout
          MEMWARDEN_IDLE_TIMEOUT    | 1d              | http.idle-timeout
          MEMWARDEN_MAX_CONNECTIONS | 0               | http.max-connections
          MEMWARDEN_MAX_CONNECTIONS_PER_ADDRESS | none | http.max-connections-per-address
          MEMWARDEN_MAX_REQUESTS    | -1              | http.max-requests
          MEMWARDEN_PORT            | http            | http.port
          MEMWARDEN_MAX_BODY        | 1GiB            | http.max-body
          MEMWARDEN_IDLE_TIMEOUT    | 60              | http.idle-timeout
          MEMWARDEN_TRUSTED_PROXIES | proxy.test      | http.trusted-proxies
          MEMWARDEN_TRUSTED_PROXIES | 10.0.0.0/8,     | http.trusted-proxies
          MEMWARDEN_PUBLIC_URL      | memory.test     | http.public-url
          MEMWARDEN_DIALECTS        | mem0,letta      | dialects
          MEMWARDEN_EMBEDDER        | other           | embedder
          MEMWARDEN_PROTECT_STATS   | yes             | mem0.protect-stats
          MEMWARDEN_AUDIT_MODE      | maybe           | audit.mode
          MEMWARDEN_REDIS_URL       | localhost:6379  | redis.url
          MEMWARDEN_REDIS_TOKENS    | perhaps         | redis.tokens
          MEMWARDEN_REDIS_LIMITS    | perhaps         | redis.limits
          MEMWARDEN_REDIS_TOKEN_OWNER | carol         | redis.token-owner
          MEMWARDEN_REDIS_TOKEN_OWNER | admin:root    | redis.token-owner
          MEMWARDEN_REDIS_TOKEN_OWNER | user:         | redis.token-owner
          MEMWARDEN_REDIS_TOKEN_LENGTH | 73           | redis.token-length
          MEMWARDEN_AUDIT_KEEP_FOR  | forever         | audit.keep-for
          MEMWARDEN_AUDIT_KEEP_AT_MOST | 0            | audit.keep-at-most
          MEMWARDEN_LEAKS_KEYS_URL  | api.github.com  | leaks.keys-url
          MEMWARDEN_LEAKS_KEYS_URL  | http://api.github.com/keys | leaks.keys-url
          MEMWARDEN_LEAKS_KEYS_URL  | https://me@api.github.com/ | leaks.keys-url
          MEMWARDEN_LEAKS_KEYS_URL  | file:///keys    | leaks.keys-url
          MEMWARDEN_LOG_FORMAT      | xml             | log.format
          MEMWARDEN_LOG_LEVEL       | trace           | log.level
          """)
  void a_wrong_value_stops_the_start_and_names_its_setting(String name, String text, String key) {
    assertThatThrownBy(() -> read(Map.of(name, text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(key + " (environment: " + name + ") ");
  }

  @Test
  void keys_and_an_off_switch_contradict_each_other() {
    Map<String, String> environment =
        Map.of("API_KEYS", "{\"sk-a\": \"alice\"}", "DISABLE_AUTH", "true");

    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("DISABLE_AUTH=true contradicts API_KEYS; remove one of them");
  }

  @Test
  void an_empty_key_map_and_an_off_switch_do_not() {
    assertThat(read(Map.of("API_KEYS", "{}", "DISABLE_AUTH", "true")).auth())
        .isEqualTo(AuthMode.OFF);
  }

  @Test
  void keys_are_not_printed() {
    assertThat(read(Map.of("API_KEYS", "{\"sesame\": \"alice\"}")).toString())
        .contains("1 keys")
        .doesNotContain("sesame");
  }

  private Configuration read(Map<String, String> environment) {
    return Configuration.of(
        Settings.read(new SettingSources(Map.of(), environment, folder)), folder);
  }
}
