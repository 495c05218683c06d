package dev.memwarden.cli;

import dev.memwarden.auth.Principal;
import dev.memwarden.auth.Secret;
import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.auth.key.ImportedKey;
import dev.memwarden.auth.key.ImportedKey.Evidence;
import dev.memwarden.auth.key.TextShape;
import dev.memwarden.auth.slow.SlowHash;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.stores.redis.Redis;
import dev.memwarden.stores.redis.RedisAddress;
import dev.memwarden.stores.redis.RedisToken;
import dev.memwarden.stores.redis.RedisTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "redis-tokens",
    description =
        "Tokens of a Redis AMS from its database, which is only read. Of the service default, unless"
            + " you say otherwise.")
final class ImportRedisTokens implements Callable<Integer> {
  // As in Redis AMS and `token add`.
  private static final String DEFAULT_SERVICE = "default";

  /// What secrets.token_urlsafe(32) makes.
  private static final int LENGTH = 43;

  /// Whose they are.
  static final class Owner {
    @Option(names = "--user", paramLabel = "ID", description = "All of them are this user's.")
    private @Nullable String user;

    @Option(names = "--service", paramLabel = "ID", description = "All are of this service.")
    private @Nullable String service;
  }

  @ArgGroup(multiplicity = "0..1")
  private Owner owner = new Owner();

  @Option(
      names = "--redis-url",
      paramLabel = "URL",
      description =
          "The database, such as redis://localhost:6379 or rediss://user:password@host:6380/0"
              + " (default: REDIS_URL).")
  private @Nullable String url;

  @Option(
      names = "--tokens-file",
      paramLabel = "FILE",
      description =
          "Tokens themselves, one a line, - for the standard input: hashes of these need not be"
              + " searched for. Without a database, all there is to import.")
  private @Nullable String tokensFile;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "How many bytes the tokens have (default: ${DEFAULT-VALUE}).")
  private int length = LENGTH;

  @Mixin private final KeyImporter importer;

  private final Surroundings surroundings;

  ImportRedisTokens(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.importer = new KeyImporter(surroundings);
  }

  @Override
  public Integer call() {
    Map<String, Secret> texts = texts();
    Optional<String> database =
        Optional.ofNullable(url)
            .or(() -> Optional.ofNullable(surroundings.environment().get("REDIS_URL")));
    List<KeyImporter.Found> found = new ArrayList<>();
    if (database.isPresent()) {
      for (RedisToken token : tokens(database.get())) {
        found.add(found(token, texts));
      }
    } else if (tokensFile == null) {
      throw new InvalidConfigurationException(
          "name the database with --redis-url or REDIS_URL, or the tokens with --tokens-file");
    } else {
      texts.forEach((where, text) ->
          found.add(
              KeyImporter.Found.of(
                  where, key(Optional.empty(), new Evidence.Text(text), Optional.empty()))));
    }
    return importer.run("redis-tokens", found);
  }

  private List<RedisToken> tokens(String database) {
    RedisAddress address;
    try {
      address = RedisAddress.parse(database);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException("the address of Redis " + e.getMessage());
    }
    try (Redis redis = Redis.at(address, System::nanoTime)) {
      return new RedisTokens(redis, surroundings.clock()).all();
    } catch (StoreUnavailableException e) {
      throw new InvalidConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Secret> texts() {
    Map<String, Secret> texts = new LinkedHashMap<>();
    if (tokensFile != null) {
      int number = 0;
      for (String line : importer.read(tokensFile).lines().toList()) {
        number++;
        if (!line.isBlank()) {
          texts.put("line " + number, Secret.of(line.strip()));
        }
      }
    }
    return texts;
  }

  private KeyImporter.Found found(RedisToken token, Map<String, Secret> texts) {
    if (token.hash().isEmpty()) {
      return KeyImporter.Found.not(token.where(), token.fault());
    }
    SlowHash hash = token.hash().get();
    // Most of the work of an import: a text for each hash, as long as there are texts.
    Optional<Map.Entry<String, Secret>> match =
        texts.entrySet().parallelStream().filter(text -> hash.proves(text.getValue())).findAny();
    match.map(Map.Entry::getKey).ifPresent(texts::remove);
    Evidence evidence =
        new Evidence.Hashed(
            hash, match.map(Map.Entry::getValue), new TextShape("", Math.max(1, length)));
    return KeyImporter.Found.of(
        token.where(), key(token.description(), evidence, Optional.of(token)));
  }

  private ImportedKey key(
      Optional<String> description, Evidence evidence, Optional<RedisToken> token) {
    return new ImportedKey(
        principal(),
        Optional.empty(),
        description,
        evidence,
        token.flatMap(RedisToken::createdAt),
        token.flatMap(RedisToken::expiresAt));
  }

  private Principal principal() {
    try {
      return owner.user == null
          ? new Principal(
              Principal.Kind.SERVICE,
              importer.tenant(),
              owner.service == null ? DEFAULT_SERVICE : owner.service)
          : new Principal(Principal.Kind.USER, importer.tenant(), owner.user);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException("the owner: " + e.getMessage());
    }
  }
}
