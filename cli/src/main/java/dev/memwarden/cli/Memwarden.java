package dev.memwarden.cli;

import dev.memwarden.auth.StoreUnavailableException;
import dev.memwarden.server.InvalidConfigurationException;
import dev.memwarden.server.admin.ControlException;
import dev.memwarden.server.http.CannotListenException;
import dev.memwarden.stores.embedded.BackupException;
import dev.memwarden.stores.embedded.FolderInUseException;
import dev.memwarden.stores.embedded.MasterKeyMissingException;
import dev.memwarden.stores.embedded.StoreMovedException;
import dev.memwarden.stores.postgres.UnsuitableDatabaseException;
import dev.memwarden.stores.sql.MasterKeyMismatchException;
import dev.memwarden.stores.sql.NewerSchemaException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/// The command line: one class per subcommand, put together here.
public final class Memwarden {
  private Memwarden() {}

  /// Runs the command that `args` name and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /// Runs the command that `args` name.
  ///
  /// @return 0 only for success, 2 if the arguments make no sense, 1 for everything else
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, Surroundings.ofProcess(out, err));
  }

  static int run(String[] args, Surroundings surroundings) {
    return commandLine(surroundings, args).execute(args);
  }

  // Only the command that is asked for, if it is one: to read what picocli must know of all of them
  // would be a third of the time that a start takes.
  private static CommandLine commandLine(Surroundings s, String[] args) {
    CommandLine root = new CommandLine(new Root(s));
    Map<String, Supplier<CommandLine>> commands = commands(s);
    String wanted = args.length > 0 ? args[0] : "";
    commands.forEach((name, command) -> {
      if (name.equals(wanted) || !commands.containsKey(wanted)) {
        root.addSubcommand(name, command.get());
      }
    });
    root.setOut(new PrintWriter(s.out(), true, s.out().charset()));
    root.setErr(new PrintWriter(s.err(), true, s.err().charset()));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler((fault, _, _) -> explain(fault, s));
    withHelp(root);
    return root;
  }

  private static Map<String, Supplier<CommandLine>> commands(Surroundings s) {
    Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
    commands.put("serve", () -> new CommandLine(new Serve(s)));
    commands.put(
        "key",
        () ->
            group("Make, show, rotate and revoke API keys.")
                .addSubcommand(new KeyAdd(s))
                .addSubcommand(new KeyList(s))
                .addSubcommand(new KeyShow(s))
                .addSubcommand(new KeyRevoke(s))
                .addSubcommand(new KeyRotate(s)));
    commands.put(
        "token",
        () ->
            group("Tokens as Redis AMS has them, and tokens that a secret signs, as Zep has them.")
                .addSubcommand(new TokenAdd(s))
                .addSubcommand(new TokenList(s))
                .addSubcommand(new TokenShow(s))
                .addSubcommand(new TokenRemove(s))
                .addSubcommand(new TokenMint(s))
                .addSubcommand(new TokenRevoke(s)));
    commands.put(
        "import",
        () ->
            group("Take over keys of other systems: their clients go on unchanged.")
                .addSubcommand(new ImportApiKeys(s))
                .addSubcommand(new ImportRedisTokens(s))
                .addSubcommand(new ImportHashes(s))
                .addSubcommand(new ImportMemgpt(s)));
    commands.put(
        "login",
        () ->
            group("Keys that were traded for short-lived tokens.")
                .addSubcommand(new LoginList(s))
                .addSubcommand(new LoginEnd(s)));
    commands.put(
        "signing-key",
        () ->
            group("The keys that sign short-lived tokens.")
                .addSubcommand(new SigningKeyList(s))
                .addSubcommand(new SigningKeyRotate(s)));
    commands.put(
        "secret", () -> group("Make secrets for tokens.").addSubcommand(new SecretGenerate(s)));
    commands.put(
        "user",
        () ->
            group("Show, disable and delete users.")
                .addSubcommand(new UserList(s))
                .addSubcommand(new UserDisable(s))
                .addSubcommand(new UserEnable(s))
                .addSubcommand(new UserDelete(s)));
    commands.put(
        "tenant",
        () ->
            group("Make, show and disable tenants, on the server itself.")
                .addSubcommand(new TenantAdd(s))
                .addSubcommand(new TenantList(s))
                .addSubcommand(new TenantDisable(s))
                .addSubcommand(new TenantEnable(s)));
    commands.put("issuer", () -> group("Identity providers.").addSubcommand(new IssuerList(s)));
    commands.put(
        "policy",
        () ->
            group("Say who may do what, beyond the default rules.")
                .addSubcommand(new PolicyShow(s))
                .addSubcommand(new PolicyTest(s))
                .addSubcommand(new PolicyApply(s)));
    commands.put(
        "audit",
        () ->
            group("What was done here, by whom, and to whose memory.")
                .addSubcommand(new AuditTail(s))
                .addSubcommand(new AuditSearch(s))
                .addSubcommand(new AuditVerify(s))
                .addSubcommand(new AuditExport(s)));
    commands.put(
        "config", () -> group("The settings of the server.").addSubcommand(new ConfigCheck(s)));
    commands.put("migrate", () -> new CommandLine(new Migrate(s)));
    commands.put("backup", () -> new CommandLine(new MakeBackup(s)));
    commands.put("restore", () -> new CommandLine(new RestoreBackup(s)));
    commands.put("index", () -> group("The search index.").addSubcommand(new IndexRebuild(s)));
    return commands;
  }

  private static CommandLine group(String description) {
    CommandLine group = new CommandLine(new Group());
    group.getCommandSpec().usageMessage().description(description);
    return group;
  }

  private static void withHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.mixinStandardHelpOptions(true);
    spec.versionProvider(new Version());
    command.getSubcommands().values().forEach(Memwarden::withHelp);
  }

  /// One line for what a person can mend; a stack trace for what is a bug.
  private static int explain(Exception fault, Surroundings surroundings) throws Exception {
    switch (fault) {
      case InvalidConfigurationException _,
          StoreUnavailableException _,
          FolderInUseException _,
          BackupException _,
          MasterKeyMismatchException _,
          NewerSchemaException _,
          StoreMovedException _,
          UnsuitableDatabaseException _,
          MasterKeyMissingException _,
          CannotListenException _,
          ControlException _ ->
          surroundings.err().println("memwarden: " + fault.getMessage());
      default -> throw fault;
    }
    return ExitCode.SOFTWARE;
  }
}
