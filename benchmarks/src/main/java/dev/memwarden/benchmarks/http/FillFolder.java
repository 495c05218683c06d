package dev.memwarden.benchmarks.http;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Box;
import dev.memwarden.auth.Ceiling;
import dev.memwarden.auth.Principal;
import dev.memwarden.auth.key.Minting;
import dev.memwarden.auth.key.NewKey;
import dev.memwarden.benchmarks.HashEmbedder;
import dev.memwarden.benchmarks.Options;
import dev.memwarden.benchmarks.Permissions;
import dev.memwarden.memory.MemoryEngine;
import dev.memwarden.memory.Message;
import dev.memwarden.memory.VerbatimExtractor;
import dev.memwarden.server.Configuration;
import dev.memwarden.server.Instance;
import dev.memwarden.stores.lucene.IndexProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// Makes a data folder with so much in it: memories of 1,000 users, and keys.
///
/// Options: `--data`; `--memories`; `--keys`; `--texts`, a file that gets a line with user id and
/// key for each.
public final class FillFolder {
  private static final int USERS = 1_000;
  private static final int AT_ONCE = 100;

  private FillFolder() {}

  public static void main(String[] arguments) throws IOException {
    Options options =
        Options.of(arguments, Map.of("data", "", "memories", "10000", "keys", "1000", "texts", ""));
    InstantSource clock = InstantSource.system();
    Permissions permissions = new Permissions(clock);
    try (Instance instance =
        Instance.open(
            new Configuration.Store(options.path("data"), Map.of(), Optional.empty()),
            clock,
            new SecureRandom(),
            IndexProgress.UNSEEN)) {
      var engine =
          new MemoryEngine(
              instance.stores().memories(),
              instance.stores().index(),
              new HashEmbedder(),
              new VerbatimExtractor(),
              clock,
              () -> UUID.randomUUID().toString());
      for (int from = 0; from < options.number("memories"); from += AT_ONCE) {
        int user = from / AT_ONCE % USERS;
        List<Message> conversation =
            IntStream.range(from, Math.min(from + AT_ONCE, options.number("memories")))
                .mapToObj(number -> Message.ofUser("Something worth remembering, number " + number))
                .toList();
        var _ =
            engine.add(permissions.own(user), Permissions.place(user), conversation, "{}", false);
      }
      List<String> texts =
          IntStream.range(0, options.number("keys"))
              .mapToObj(number -> mint(instance, permissions, Permissions.user(number)))
              .toList();
      if (!options.text("texts").isEmpty()) {
        Files.write(options.path("texts"), texts);
      }
    }
  }

  private static String mint(Instance instance, Permissions permissions, Principal user) {
    Ceiling ceiling = Ceiling.of(Action.MEMORY_AND_CHAT, Box.ofUser(user.tenant(), user.id()));
    NewKey wanted = new NewKey(user, Optional.empty(), Optional.empty(), ceiling);
    return switch (instance.keys().mint(permissions.manage(), wanted)) {
      case Minting.Minted minted -> user.id() + " " + minted.text().revealText();
      case Minting.NotWithin _, Minting.UnfitText _, Minting.OwnerDeleted _ ->
          throw new IllegalStateException("no key for " + user);
    };
  }
}
