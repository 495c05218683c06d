package dev.memwarden.cli;

import dev.memwarden.auth.Signer;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.admin.AdminRequest;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "add",
    description = "Make a key and print it, this once. A user who is not known yet is created.")
final class KeyAdd implements Callable<Integer> {
  static final String KEYS = "/admin/v1/keys";

  /// The id of admins that are named by nothing else.
  private static final String ADMIN = "admin";

  /// Whose key it is.
  static final class Owner {
    @Option(names = "--user", paramLabel = "ID", description = "A key of this user.")
    private @Nullable String user;

    @Option(names = "--service", paramLabel = "ID", description = "A key of this service.")
    private @Nullable String service;

    @Option(
        names = "--admin",
        paramLabel = "ID",
        arity = "0..1",
        fallbackValue = ADMIN,
        description = "A key of an admin (id: ${FALLBACK-VALUE}).")
    private @Nullable String admin;
  }

  @ArgGroup(multiplicity = "1")
  private Owner owner = new Owner();

  @Option(names = "--name", description = "What to call it.")
  private @Nullable String name;

  @Option(names = "--description", description = "What it is for.")
  private @Nullable String description;

  @Option(
      names = "--actions",
      split = ",",
      paramLabel = "ACTION",
      description =
          "All that it may do, such as memory:read,chat (default: memory:* and chat; an admin: *).")
  private @Nullable List<String> actions;

  @Option(names = "--agent", paramLabel = "ID", description = "Only memory of this agent.")
  private @Nullable String agent;

  @Option(names = "--session", paramLabel = "ID", description = "Only memory of this session.")
  private @Nullable String session;

  @Option(names = "--label", paramLabel = "ID", description = "Only memory with this label.")
  private @Nullable String label;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Only from there, such as 10.0.0.0/8; may be repeated.")
  private @Nullable List<String> networks;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "When it starts to work, such as 2030-01-31T12:00:00Z.")
  private @Nullable String notBefore;

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "When it stops to work, such as 30d.")
  private @Nullable Duration expiresIn;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description =
          "Requests must be signed (RFC 9421) with the private half of this Ed25519 public key.")
  private @Nullable Path signingKey;

  @Option(
      names = "--rate-limit",
      paramLabel = "RATE",
      description =
          "How often it may be used, such as 100/m or 100/m,10000/d; 100/m:20 for 20 at once.")
  private @Nullable String rateLimit;

  @Option(
      names = "--max-memories",
      paramLabel = "NUMBER",
      description = "It adds nothing for an owner who has so many memories.")
  private @Nullable Integer maxMemories;

  @Mixin private final Anywhere common;

  private final Surroundings surroundings;

  KeyAdd(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Anywhere(surroundings);
  }

  @Override
  public Integer call() {
    AdminRequest request = common.request(Method.POST, KEYS).with(body());
    return common.ask(
        request,
        key -> {
          surroundings.out().println(key.path("key").asString());
          surroundings
              .err()
              .println(
                  "Key "
                      + key.path("id").asString()
                      + " of "
                      + KeyText.owner(key)
                      + ". It is shown this once: keep it safe.");
        });
  }

  private ObjectNode body() {
    ObjectNode body = Json.object();
    put(body, "user", owner.user);
    put(body, "service", owner.service);
    put(body, "admin", owner.admin);
    put(body, "name", name);
    put(body, "description", description);
    put(body, "actions", actions);
    ObjectNode box = Json.object();
    put(box, "agent", agent);
    put(box, "session", session);
    put(box, "label", label);
    body.set("box", box);
    put(body, "networks", networks);
    put(body, "not_before", notBefore);
    put(body, "rate_limit", rateLimit);
    if (maxMemories != null) {
      body.put("max_memories", maxMemories);
    }
    if (signingKey != null) {
      body.put("signing_key", signer(signingKey).toString());
    }
    if (expiresIn != null) {
      put(body, "expires_at", surroundings.clock().instant().plus(expiresIn).toString());
    }
    return body;
  }

  // Read here, so that a private key that was taken for the public one goes nowhere.
  private Signer signer(Path file) {
    Path path = surroundings.folder().resolve(file);
    try {
      return Signer.parse(Files.readString(path));
    } catch (IOException e) {
      throw new InvalidConfigurationException("cannot read " + path);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(path + ": " + e.getMessage());
    }
  }

  private static void put(ObjectNode object, String name, @Nullable String value) {
    if (value != null) {
      object.put(name, value);
    }
  }

  private static void put(ObjectNode object, String name, @Nullable List<String> values) {
    if (values != null) {
      ArrayNode list = object.putArray(name);
      values.forEach(list::add);
    }
  }
}
