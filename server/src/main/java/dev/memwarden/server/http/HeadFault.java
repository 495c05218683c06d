package dev.memwarden.server.http;

/// Why a head is not taken, in the only form in which the engine hands it on. Made for every
/// hostile head, so without a stack.
final class HeadFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final EdgeRefusal refusal;

  HeadFault(EdgeRefusal refusal) {
    super(refusal.name(), null, false, false);
    this.refusal = refusal;
  }

  EdgeRefusal refusal() {
    return refusal;
  }
}
