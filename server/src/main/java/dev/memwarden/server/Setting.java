package dev.memwarden.server;

import dev.memwarden.auth.Principal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that can be configured: one line each, from which the table in `docs/operate.md` is
/// checked. In the environment, `HOST` is `MEMWARDEN_HOST`, and so on; what comes after the
/// description are further names, which other systems have for the same.
public enum Setting {
  HOST("http.host", "127.0.0.1", "Address to listen on"),
  PORT("http.port", "8000", "Port to listen on; 0 takes a free one", "PORT"),
  MAX_BODY("http.max-body", "4MiB", "Largest request body that is read"),
  BODY_MEMORY(
      "http.body-memory",
      "64MiB",
      "Memory for all request bodies together; what does not fit is answered with 503"),
  MAX_HEAD("http.max-head", "32KiB", "Largest header fields of a request, all together"),
  HEAD_TIMEOUT("http.head-timeout", "10s", "How long the head of a request may take to come"),
  BODY_TIMEOUT("http.body-timeout", "30s", "How long the body of a request may take to come"),
  IDLE_TIMEOUT("http.idle-timeout", "60s", "How long a connection may stay open without a request"),
  MAX_CONNECTIONS(
      "http.max-connections", "2000", "How many connections may be open; more are closed at once"),
  MAX_CONNECTIONS_PER_ADDRESS(
      "http.max-connections-per-address",
      "",
      "How many of them one address may have, by default half of them; a trusted proxy may have all"),
  MAX_REQUESTS(
      "http.max-requests",
      "256",
      "How many requests may be worked on at once; more are answered with 503"),
  TRUSTED_PROXIES(
      "http.trusted-proxies",
      "",
      "Networks of reverse proxies that are believed who the client is and whether it came by TLS,"
          + " such as 10.0.0.0/8"),
  TLS_CERT_FILE(
      "http.tls.cert-file",
      "",
      "PEM file with the certificate of this server and those that lead from it to one that clients"
          + " know; with it the listener speaks TLS and nothing else"),
  TLS_KEY_FILE(
      "http.tls.key-file", "", "PEM file with the private key of that certificate, not encrypted"),
  REQUIRE_TLS(
      "http.require-tls",
      "false",
      "Whether requests from other machines must have come by TLS, here or to a trusted proxy"),
  PUBLIC_URL(
      "http.public-url",
      "",
      "URL under which clients reach this server; by default the address of the listener"),
  DATA("data", "./memwarden-data", "Folder that everything is kept in"),
  POSTGRES_URL(
      "postgres.url",
      "",
      "PostgreSQL database that everything is kept in instead, such as"
          + " postgresql://db.example.com/memwarden; the folder then has only what is this"
          + " process's own"),
  POSTGRES_USER("postgres.user", "memwarden", "Who logs in there"),
  POSTGRES_PASSWORD(
      SettingKind.SECRET, "postgres.password", "", "Password for that, if it needs one"),
  POSTGRES_CONNECTIONS(
      "postgres.connections",
      "16",
      "How many connections this process may have for memory; credentials have five more"),
  DIALECTS("dialects", "admin,mem0,redisams,zep", "Wire protocols to serve, by default all"),
  PROTECT_STATS(
      "mem0.protect-stats",
      "false",
      "Whether GET /stats, which shows totals only, needs a key too"),
  EMBEDDER(
      "embedder",
      "bge-small-en-v1.5-q",
      "Model that turns text into vectors; the built-in one is the only one so far"),
  LLM_BASE_URL(
      "llm.base-url",
      "",
      "OpenAI-compatible API that extracts memories and answers chats, such as"
          + " https://api.openai.com/v1; without one, both work by rules"),
  LLM_API_KEY(SettingKind.SECRET, "llm.api-key", "", "Key for that API, if it needs one"),
  LLM_MODEL("llm.model", "", "Name of the language model there"),
  LLM_STREAM("llm.stream", "false", "Whether the language model sends its answers as they grow"),
  LLM_TIMEOUT(
      "llm.timeout",
      "30s",
      "How long a request may wait for the language model in all; at most 45s"),
  LLM_ALLOW_HTTP(
      "llm.allow-http",
      "false",
      "Lets keys and memories go to a language model in the clear, elsewhere than to loopback"),
  API_KEYS(
      SettingKind.SECRET,
      "auth.api-keys",
      "",
      "Keys of users as a JSON object from key to user id",
      "API_KEYS"),
  MASTER_KEY(
      SettingKind.SECRET_ALONE,
      "auth.master-key",
      "",
      "The master key itself, where it is kept elsewhere: a reference such as"
          + " vault:secret/memwarden#master-key"),
  MASTER_KEY_FILE(
      "auth.master-key-file",
      "",
      "File with the master key; by default `master.key` in the data folder, made at first start"),
  MAX_FAILURES(
      "auth.max-failures",
      "600",
      "How often a minute one address may present what proves nobody; beyond, it gets 429, late"),
  LIMIT_KEY(
      "limits.key",
      "",
      "How often one API key may be used that says nothing about it, such as 100/m or"
          + " 100/m:20,10000/d; by default as often as one likes"),
  LIMIT_USER("limits.user", "", "How many requests one user may make, with whatever credential"),
  LIMIT_TENANT("limits.tenant", "", "How many requests all of a tenant may make together"),
  LIMIT_ADDRESS(
      "limits.address", "", "How many requests with good credentials may come from one address"),
  LIMIT_FIELDS(
      "limits.fields",
      "all",
      "What replies say about these: `draft` for RateLimit and RateLimit-Policy, `legacy` for"
          + " X-RateLimit-*, `all` or `none`"),
  REDIS_URL(
      SettingKind.SECRET,
      "redis.url",
      "",
      "Redis that is used beside: that of a Redis AMS whose tokens are taken, or one of all servers, such"
          + " as redis://localhost:6379/0 or rediss://user:password@host",
      "REDIS_URL"),
  REDIS_LIMITS(
      "redis.limits",
      "true",
      "Whether rates hold for all servers together that use it and have the same master key"),
  REDIS_TOKENS("redis.tokens", "true", "Whether the tokens that a Redis AMS keeps there are taken"),
  REDIS_TOKEN_OWNER(
      "redis.token-owner",
      "service:default",
      "Whose they all are, as Redis AMS does not say: `service:ID` acts for every user, `user:ID` for"
          + " one"),
  REDIS_TOKEN_LENGTH(
      "redis.token-length", "43", "How many bytes they have; no other text is taken for one"),
  AUTH_MODE(
      "auth.mode",
      "",
      "`token` keeps new keys as bcrypt; `oauth2` demands an issuer; `disabled` switches"
          + " authentication off",
      "AUTH_MODE"),
  DISABLE_AUTH("auth.disable", "", "`true` switches authentication off", "DISABLE_AUTH"),
  ALLOW_OPEN(
      "auth.allow-open",
      "false",
      "Lets a server without authentication listen on an address that is not loopback"),
  TOKEN_AUTH_ENABLED(
      "auth.token-enabled",
      "",
      "`true` keeps new keys as bcrypt, like `AUTH_MODE=token`",
      "TOKEN_AUTH_ENABLED"),
  ZEP_AUTH_REQUIRED(
      "zep.auth-required",
      "",
      "`true` demands a secret for tokens; `false` switches authentication off",
      "ZEP_AUTH_REQUIRED"),
  ZEP_AUTH_SECRET(
      SettingKind.SECRET,
      "zep.auth-secret",
      "",
      "Secret of at least 32 bytes that tokens are signed with; without one no token is taken",
      "ZEP_AUTH_SECRET"),
  ZEP_FORMER_SECRETS(
      SettingKind.SECRET,
      "zep.former-secrets",
      "",
      "Secrets before that one, a line each, whose tokens still work"),
  ZEP_TENANT("zep.tenant", Principal.DEFAULT_TENANT, "Tenant that tokens are for"),
  ZEP_AUDIENCE(
      "zep.audience",
      "memwarden",
      "Names of this server beside its public URL: an `aud` in a token must have one of them"),
  ZEP_REQUIRE_SUBJECT(
      "zep.require-subject", "false", "Whether tokens that name no user are refused"),
  ZEP_DIALECTS(
      "zep.dialects",
      "mem0,redisams,zep",
      "Wires on which tokens that name no user are taken, by default all"),
  ZEP_LEEWAY(
      "zep.leeway",
      "",
      "How far the clocks of those who make tokens may be off; at most 60s, by default not at all"),
  OAUTH2_ISSUER_URL(
      "oauth2.issuer-url",
      "",
      "Identity provider whose tokens are taken, exactly as their `iss` names it",
      "OAUTH2_ISSUER_URL"),
  OAUTH2_AUDIENCE(
      "oauth2.audience",
      "",
      "Name of this server there: it must be in the `aud` of a token; without one, tokens for others"
          + " are taken too",
      "OAUTH2_AUDIENCE"),
  OAUTH2_JWKS_URL(
      "oauth2.jwks-url",
      "",
      "Where its keys are; by default where its discovery document says",
      "OAUTH2_JWKS_URL"),
  OAUTH2_ALGORITHMS(
      "oauth2.algorithms",
      "[\"RS256\"]",
      "The only algorithms that its tokens may be signed with",
      "OAUTH2_ALGORITHMS"),
  ISSUERS(
      SettingKind.STRUCTURE,
      "issuers",
      "",
      "Identity providers whose tokens are taken, if there are several or one that needs more said"
          + " about it: a list, in the environment as JSON"),
  LEAKS_KEYS_URL(
      "leaks.keys-url",
      "",
      "Where a code host publishes the keys that it signs reports of leaked keys with, such as"
          + " https://api.github.com/meta/public_keys/secret_scanning; without one no reports are taken"),
  VAULT_ADDR(
      "vault.address",
      "",
      "Vault that `vault:` references are read from, such as https://vault.example.com:8200",
      "VAULT_ADDR"),
  VAULT_TOKEN(SettingKind.OPENER, "vault.token", "", "Token for it", "VAULT_TOKEN"),
  VAULT_NAMESPACE("vault.namespace", "", "Namespace in it, if it has them", "VAULT_NAMESPACE"),
  AWS_REGION(
      "aws.region",
      "",
      "Region that `aws-sm:` references are read in, unless they are ARNs",
      "AWS_REGION"),
  AWS_ENDPOINT_URL(
      "aws.endpoint",
      "",
      "Address of AWS Secrets Manager, if not the public one of the region",
      "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
  AWS_ACCESS_KEY_ID("aws.access-key-id", "", "Key id for it", "AWS_ACCESS_KEY_ID"),
  AWS_SECRET_ACCESS_KEY(
      SettingKind.OPENER, "aws.secret-access-key", "", "Key for it", "AWS_SECRET_ACCESS_KEY"),
  AWS_SESSION_TOKEN(
      SettingKind.OPENER,
      "aws.session-token",
      "",
      "Token that comes with a key for a while",
      "AWS_SESSION_TOKEN"),
  AUDIT_MODE(
      "audit.mode",
      "fail-closed",
      "`fail-closed` answers nothing that touches memory before it is written down; `fail-open` answers"
          + " and counts what could not be; `off` writes down changes of authority only"),
  AUDIT_KEEP_FOR("audit.keep-for", "90d", "How long entries of the audit log are kept"),
  AUDIT_KEEP_AT_MOST(
      "audit.keep-at-most",
      "10000000",
      "How many entries of the audit log are kept; beyond, the oldest go"),
  METRICS_HOST(
      "metrics.host", "127.0.0.1", "Address to serve metrics on; whoever reaches it needs no key"),
  METRICS_PORT(
      "metrics.port",
      "",
      "Port for `/metrics`, `/livez` and `/readyz`, such as 9464; without one they are not served"),
  TRACES_ENDPOINT(
      "traces.endpoint",
      "",
      "OpenTelemetry collector that traces go to (OTLP over HTTP), such as http://127.0.0.1:4318;"
          + " without one none are made",
      "OTEL_EXPORTER_OTLP_ENDPOINT"),
  TRACES_HEADERS(
      SettingKind.SECRET,
      "traces.headers",
      "",
      "Header fields for it, such as x-key=secret, with commas in between",
      "OTEL_EXPORTER_OTLP_HEADERS"),
  TRACES_SERVICE(
      "traces.service", "memwarden", "What this server is called there", "OTEL_SERVICE_NAME"),
  TRACES_SHARE("traces.share", "1", "Share of the requests that are traced, from 0 to 1"),
  LOG_FORMAT("log.format", "", "`text` or `json`; by default text on a terminal, JSON elsewhere"),
  LOG_LEVEL("log.level", "info", "`error`, `warn`, `info` or `debug`");

  private final SettingKind kind;
  private final String key;
  private final String byDefault;
  private final String description;
  private final List<String> names;

  Setting(String key, String byDefault, String description, String... aliases) {
    this(SettingKind.PLAIN, key, byDefault, description, aliases);
  }

  Setting(SettingKind kind, String key, String byDefault, String description, String... aliases) {
    this.kind = kind;
    this.key = key;
    this.byDefault = byDefault;
    this.description = description;
    this.names = Stream.concat(Stream.of(KnownNames.OURS + name()), Stream.of(aliases)).toList();
  }

  /// Its key in `memwarden.yaml`.
  public String key() {
    return key;
  }

  /// Its names in the environment and in `.env`: our own first, then those of the servers that
  /// Memwarden stands in for.
  public List<String> names() {
    return names;
  }

  /// The value that holds when nothing is set, if there is one.
  public Optional<String> byDefault() {
    return Optional.of(byDefault).filter(text -> !text.isEmpty());
  }

  /// One sentence for the reference.
  public String description() {
    return description;
  }

  /// Whether its value is never shown.
  public boolean isSecret() {
    return kind.isSecret();
  }

  /// Whether its value is JSON, and more than one value or list in `memwarden.yaml`.
  public boolean isStructure() {
    return kind == SettingKind.STRUCTURE;
  }

  /// Whether its value may be a reference to where it is kept.
  boolean mayBeElsewhere() {
    return kind.mayBeElsewhere();
  }

  /// Names that hold the path of a file with the value; none if it has no such file.
  public List<String> fileNames() {
    return kind.fileNames(names);
  }

  /// The key of the same in `memwarden.yaml`; empty if it has no such file.
  public Optional<String> fileKey() {
    return kind.fileKey(key);
  }
}
