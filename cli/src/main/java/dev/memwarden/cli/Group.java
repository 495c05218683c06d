package dev.memwarden.cli;

import picocli.CommandLine.Command;

/// A command that only has subcommands: alone it is a usage error.
@Command
final class Group {}
