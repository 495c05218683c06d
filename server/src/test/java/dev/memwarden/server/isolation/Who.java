package dev.memwarden.server.isolation;

import java.util.Set;

/// A caller, for the judge.
///
/// @param kind `user`, `service` or `admin`
/// @param actions what its key may do at most
/// @param box where its key may do it at most
/// @param keyId the public id of its key
/// @param key the text of its key
/// @param usable whether the key works at all: neither expired, revoked, nor bound to another
///   network
record Who(
    String kind,
    String tenant,
    String id,
    Set<String> actions,
    Where box,
    String keyId,
    String key,
    boolean usable) {

  /// The same with a key that does not work any more.
  Who withoutUse() {
    return new Who(kind, tenant, id, actions, box, keyId, key, false);
  }

  @Override
  public String toString() {
    return kind + ":" + tenant + "/" + id + " " + actions + " " + box.axes() + " usable=" + usable;
  }
}
