package dev.memwarden.cli;

import dev.memwarden.server.Backups;
import dev.memwarden.server.http.Json;
import dev.memwarden.stores.embedded.BackupManifest;
import dev.memwarden.stores.embedded.Restore;
import dev.memwarden.stores.embedded.Since;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "restore",
    description = {
      "Put a backup into a data folder that is empty apart from the master key.",
      "What was revoked after the backup is not in it. So nobody is let in until an admin enables"
          + " the tenants again, unless a newer backup tells. Tokens end in any case."
    })
final class RestoreBackup implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The backup.")
  private @Nullable Path backup;

  @ArgGroup(exclusive = true)
  private Revoked revoked = new Revoked();

  /// How it is known what was revoked since.
  static final class Revoked {
    @Option(
        names = "--authority",
        paramLabel = "NEWER",
        description =
            "A newer backup, such as one made with --authority-only: who may do what is as there.")
    private @Nullable Path authority;

    @Option(
        names = "--trust-keys",
        description = "Nothing was revoked since the backup: all of its keys may work at once.")
    private boolean trustKeys;

    @Option(
        names = "--suspend",
        description = "Restore nothing: let nobody into a store that came back in another way.")
    private boolean suspend;
  }

  @Mixin private final Common common;

  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  RestoreBackup(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    if ((backup == null) != revoked.suspend && spec != null) {
      throw new ParameterException(spec.commandLine(), "Name a backup, or --suspend");
    }
    common.requireHere();
    Backups backups = new Backups(common.store(), surroundings.clock());
    if (backup == null) {
      Administration.requireStore(common.data(), common::store);
      List<String> suspended = backups.suspend();
      common.print(Json.object().set("suspended", array(suspended)), _ -> advise(suspended));
    } else {
      restore(backups, surroundings.folder().resolve(backup));
    }
    return ExitCode.OK;
  }

  private void restore(Backups backups, Path from) {
    ProgressBar bar = new ProgressBar("Restoring", surroundings.err(), surroundings.terminal());
    Restore.Restored restored;
    try {
      restored = backups.restore(from, since(), bar::at);
    } finally {
      bar.end();
    }
    BackupManifest manifest = restored.manifest();
    ObjectNode json = json(manifest);
    json.set("suspended", array(restored.suspended()));
    common.print(
        json,
        _ -> {
          surroundings
              .out()
              .println("Restored " + counts(manifest) + ", as they were at " + manifest.at());
          advise(restored.suspended());
        });
  }

  private Since since() {
    if (revoked.authority != null) {
      return new Since.Known(surroundings.folder().resolve(revoked.authority));
    }
    return revoked.trustKeys ? new Since.Nothing() : new Since.Unknown();
  }

  private void advise(List<String> suspended) {
    if (suspended.isEmpty()) {
      return;
    }
    surroundings
        .out()
        .println(
            "Nobody is let in: what was revoked after the backup is not known here. Revoke again"
                + " what must not work (key revoke, user disable, policy apply), then:");
    suspended.forEach(tenant -> surroundings.out().println("  memwarden tenant enable " + tenant));
  }

  static String counts(BackupManifest manifest) {
    return manifest.content() == BackupManifest.Content.EVERYTHING
        ? manifest.memories() + " memories and " + manifest.keys() + " keys"
        : manifest.keys() + " keys";
  }

  static ObjectNode json(BackupManifest manifest) {
    return Json.object()
        .put("content", manifest.content().word())
        .put("store", manifest.store())
        .put("schema", manifest.schema())
        .put("change", manifest.change())
        .put("at", manifest.at().toString())
        .put("memories", manifest.memories())
        .put("keys", manifest.keys())
        .put("size", manifest.size())
        .put("sha256", manifest.sha256());
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = Json.array();
    texts.forEach(array::add);
    return array;
  }
}
