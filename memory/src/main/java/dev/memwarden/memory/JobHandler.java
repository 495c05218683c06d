package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Demand;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Does the jobs of one kind.
///
/// A job may be done more than once: if the process dies after the last effect and before the job
/// is forgotten, it is done again. So every effect must be one that does not show when it is made
/// twice.
public interface JobHandler {

  /// What it needs to be allowed, and where: judged by the authority of whoever asked, as it is
  /// when the job is done.
  ///
  /// @return at least one that is not optional
  List<Demand> demands(Job job);

  /// Does it. Whatever is thrown is reported to the log, and the job is tried again later.
  ///
  /// @param allow a fresh proof, for the first effect
  /// @param renewal asks for the next: before each further effect, and after everything slow. Empty
  ///   if it is refused by now: then nothing more may be done
  void perform(Job job, Allow allow, Supplier<Optional<Allow>> renewal);
}
