package dev.memwarden.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells a mistyped name of a setting from one that is none of ours.
final class KnownNames {
  /// How all of our own names begin.
  static final String OURS = "MEMWARDEN_";

  /// Variables of the environment that tell the command line which server to ask, and no server
  /// anything.
  static final Set<String> CLIENTS = Set.of("MEMWARDEN_URL", "MEMWARDEN_KEY", "MEMWARDEN_KEY_FILE");

  // What Kubernetes injects for every service of the namespace that is called memwarden or
  // memwarden-something.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "MEMWARDEN(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
  private static final Pattern SERVICE_PORT = Pattern.compile("MEMWARDEN(_[A-Z0-9_]+)?_PORT");
  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private KnownNames() {}

  /// Whether this variable of the environment could only be meant for us.
  static boolean isOurs(String name) {
    return name.startsWith(OURS);
  }

  /// Whether Kubernetes set this variable of the environment, and no operator.
  static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (SERVICE_PORT.matcher(name).matches() && SERVICE_URL.matcher(value).matches());
  }

  /// The known name that takes the fewest changes of a character to get from `name`.
  static String nearest(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(other -> distance(name, other))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /// Levenshtein distance.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
