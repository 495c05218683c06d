package dev.memwarden.auth.audit;

import java.util.function.Supplier;

/// Which request something is done for: what ties the entries of the audit log to each other, and
/// to the log. It allows nothing, and nothing is decided by it.
///
/// @param request name of the request, as in `X-Request-ID`
/// @param address where it came from
/// @param via the way it took, such as `GET /memories/{user_id}`
public record Correlation(String request, String address, String via) {

  /// What is done for no request.
  public static final Correlation NONE = new Correlation("", "", "");

  // Told to no method, as stores learn it far below whoever knows: it is for the record only.
  private static final ScopedValue<Correlation> CURRENT = ScopedValue.newInstance();

  /// What this thread works for.
  public static Correlation current() {
    return CURRENT.orElse(NONE);
  }

  /// Does `work` for this.
  public <T> T during(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// Does `work` for this.
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }
}
