package dev.memwarden.memory;

import dev.memwarden.auth.Allow;
import dev.memwarden.auth.Place;
import java.util.List;
import java.util.Set;

/// Where jobs wait until they are done. They survive a crash.
///
/// There is one job of a kind, place and subject: asking again while it waits is asking once, and
/// the last to ask is the one under whose authority it is done. Asking again while it is at work
/// asks for one more. A job whose integrity stamp does not hold is removed and reported to the log:
/// nobody may plant work in another's name.
///
/// A job does not outlive the process if it was asked for with a token that only the configuration
/// can judge (of a shared secret, or of an identity provider): what that is, the next process
/// cannot know. It is removed when the store is opened, and that is reported to the log.
///
/// All methods throw [dev.memwarden.auth.StoreUnavailableException] if the store cannot answer.
public interface JobStore {

  /// Asks for a job, due at once (`memory:write`). Durable when it returns.
  ///
  /// @throws IllegalStateException if the proof does not reach `place`; that is a bug
  void ask(Allow allow, Place place, JobRequest request);

  /// The jobs that are due, in the order in which they were asked for. Each attempt counts before
  /// it is made, and each job is due again when its next pause is over, unless it is [#done]
  /// before: so whatever becomes of the attempt, and of the process, a job is neither lost nor
  /// tried without end. For one caller at a time.
  ///
  /// @param kinds other jobs keep waiting
  /// @param limit at most this many
  List<Job> take(Set<String> kinds, int limit);

  /// Whether a job waits, or is at work (`memory:read`). Of one that ended without having done what
  /// it was asked for, this is what can be known.
  ///
  /// @throws IllegalStateException if the proof does not reach `place`; that is a bug
  boolean waits(Allow allow, Place place, JobRequest request);

  /// Forgets a job that is done, or never will be. One that was asked for again meanwhile has
  /// another `seq` and stays.
  void done(long seq);

  /// Sets what is called whenever a job was asked for; must be quick.
  void onAsked(Runnable wake);
}
