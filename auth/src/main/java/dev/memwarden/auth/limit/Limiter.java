package dev.memwarden.auth.limit;

import dev.memwarden.auth.Identity;
import java.net.InetAddress;

/// Says whether somebody may make one request more. Asked once for each request, as soon as it is
/// known whose it is: whoever proves nobody is counted by [AddressLimit] alone, so that nothing
/// here can be used up without a good credential.
@FunctionalInterface
public interface Limiter {

  /// No limits.
  Limiter NONE = (_, _) -> Admission.FREE;

  /// Counts one request of `who` from there, if it is within all limits.
  Admission admit(Identity who, InetAddress from);
}
