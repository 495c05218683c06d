package dev.memwarden.cli;

import dev.memwarden.server.Backups;
import dev.memwarden.stores.embedded.BackupManifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Copy all that is stored to a new folder, whether or not a server runs.",
      "The master key is not in the backup: keep a copy elsewhere, `restore` needs it."
    })
final class MakeBackup implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A folder that is not there yet.")
  private Path target = Path.of("");

  @Option(
      names = "--authority-only",
      description = {
        "Only who may do what, and none of the memories: small enough to be made often.",
        "A restore of an older backup takes it from there what was revoked since."
      })
  private boolean authorityOnly;

  @Mixin private final Common common;

  private final Surroundings surroundings;

  MakeBackup(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.common = new Common(surroundings);
  }

  @Override
  public Integer call() {
    common.requireHere();
    Administration.requireFolder(common.data());
    Path folder = surroundings.folder().resolve(target);
    ProgressBar bar = new ProgressBar("Backing up", surroundings.err(), surroundings.terminal());
    BackupManifest made;
    try {
      made =
          new Backups(common.store(), surroundings.clock())
              .make(
                  folder,
                  authorityOnly
                      ? BackupManifest.Content.AUTHORITY
                      : BackupManifest.Content.EVERYTHING,
                  bar::at);
    } finally {
      bar.end();
    }
    common.print(
        RestoreBackup.json(made).put("path", folder.toString()),
        _ -> {
          surroundings
              .out()
              .println(
                  "Backed up "
                      + RestoreBackup.counts(made)
                      + " to "
                      + target
                      + ", as of "
                      + made.at());
          surroundings.out().println("The master key is not in it: keep a copy of that elsewhere.");
        });
    return ExitCode.OK;
  }
}
