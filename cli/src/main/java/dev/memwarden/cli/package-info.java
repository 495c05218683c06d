/// The command line, one class per subcommand.
@NullMarked
package dev.memwarden.cli;

import org.jspecify.annotations.NullMarked;
