package dev.memwarden.auth.limit;

import java.util.List;

/// Whether a request is within the limits that it falls under.
public sealed interface Admission {

  /// Of what falls under no limit.
  Admission FREE = new Admitted(List.of());

  /// It is, and was counted.
  ///
  /// @param usages one for each rate, narrowest limit first
  record Admitted(List<Usage> usages) implements Admission {
    public Admitted {
      usages = List.copyOf(usages);
    }
  }

  /// It is not, and was counted nowhere.
  ///
  /// @param usage of the rate that it would have exceeded
  record Exceeded(Usage usage) implements Admission {}
}
